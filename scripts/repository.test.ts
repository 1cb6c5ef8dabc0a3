import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

function run(command: string, args: string[], folder = ROOT) {
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

const TRACKED = run('git', ['ls-files', '-z'])
  .stdout.split('\0')
  .filter((path) => path && existsSync(join(ROOT, path)))
const LOCKFILES = TRACKED.filter((path) => basename(path) === 'package-lock.json')

test('no generated, editor or secret files are tracked', () => {
  const made = /(^|\/)(node_modules|dist|dist-playground|\.next|\.data|artifacts|coverage|test-results|\.idea)\//
  const left =
    /(\.tsbuildinfo|\.log|\.sw[op]|\.orig|\.rej|\.bak|~|\.DS_Store|Thumbs\.db|\.pem|\.key|\.p12|(^|\/)\.env)$/
  expect(TRACKED.length).toBeGreaterThan(500)
  expect(TRACKED.filter((path) => made.test(path) || left.test(path))).toEqual([])
})

test('no tracked file is above 500 kB but lockfiles, no picture above 200 kB', () => {
  const most = (path: string) => (path.endsWith('.png') ? 200_000 : 500_000)
  const large = TRACKED.filter((path) => statSync(join(ROOT, path)).size > most(path))
  expect(large.filter((path) => !LOCKFILES.includes(path))).toEqual([])
})

test('no tracked file holds a private key, an access key of a known kind, or a password in an address', () => {
  const secret = new RegExp(
    [
      '-----BEGIN [A-Z ]*PRIVATE KEY-----',
      '"d": ?"[\\w-]{43}"',
      '\\b(AKIA|ASIA)[A-Z0-9]{16}\\b',
      '\\b(ghp|gho|npm|glpat|xox[abp])[_-][A-Za-z0-9]{20,}',
      'mongodb(\\+srv)?://[\\w.-]+:[^@\\s$<`{…]+@',
    ].join('|'),
  )
  expect(TRACKED.filter((path) => secret.test(readFileSync(join(ROOT, path), 'latin1')))).toEqual([])
})
