import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EVENT = /(?:\bevent: |\balert\(\s*)'([a-z_]+(?:\.[a-z_]+)+)'/g

test('the reference lists exactly the events that the code logs', () => {
  const { stdout } = spawnSync('git', ['ls-files', '*/src/*.ts', '*/src/*.tsx'], { cwd: ROOT, encoding: 'utf8' })
  const sources = stdout.split('\n').filter((path) => path !== '' && !path.includes('.test.'))
  const logged = sources.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(EVENT)].map(([, it]) => it),
  )
  const page = readFileSync(join(ROOT, 'docs/reference/log-events.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const documented = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, it]) => it))
  expect(logged.length).toBeGreaterThan(20)
  expect([...new Set(documented)].sort()).toEqual([...new Set(logged)].sort())
})
