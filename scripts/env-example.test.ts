import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['packages', 'sandbox', 'subgraphs', 'gateway/src', 'web/src', 'web/start.mjs']
// `NAME: str({ … })` in the one place of each process that reads the environment.
const VALIDATOR =
  /^\s+([A-Z][A-Z0-9_]+):\s*(?:\w+\s*\?\s*)?(?:str|num|port|bool|url)\(|^\s+([A-Z][A-Z0-9_]+): isProduction$/gm

function sourcesIn(path: string): string[] {
  const full = join(ROOT, path)
  if (/\.(ts|mjs)$/.test(path)) return [full]
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !/\.(test|d)\.ts$|node_modules|dist\/|\/test\//.test(name))
    .map((name) => join(full, name))
}

test('.env.example names every variable that a process reads, and no other', () => {
  const read = new Set(
    FOLDERS.flatMap(sourcesIn).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(VALIDATOR)].map((match) => match[1] ?? match[2] ?? ''),
    ),
  )
  const named = [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, name]) => name,
  )
  expect(named.sort()).toEqual([...read].sort())
})
