import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

// prom-client loads the API of OpenTelemetry, which does nothing by itself.
const PROGRAM = `
import { createRequire } from 'node:module'
import { createLogger, runWithGracefulShutdown } from '@setrum/service-runtime'
await runWithGracefulShutdown(createLogger('program'), async () => {
  console.log(Object.keys(createRequire('/').cache).filter((path) => /@opentelemetry\\/(?!api\\/)/.test(path)).length)
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10)
  return async () => {}
})
`

const run = (kind: 'entry' | 'internal', endpoint?: string) => {
  const flags = ['--import', `@setrum/service-runtime/tracing/${kind}`, '--input-type=module', '--eval', PROGRAM]
  const env = { PATH: process.env.PATH, ...(endpoint === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }) }
  return spawnSync(process.execPath, flags, { cwd: PACKAGE, env, encoding: 'utf8' })
}

test.each([undefined, ''])('with the endpoint %j no module of OpenTelemetry is loaded', (endpoint) => {
  const { status, stdout, stderr } = run('internal', endpoint)
  expect(stderr).toBe('')
  expect(stdout.split('\n')[0]).toBe('0')
  expect(status).toBe(0)
})

test.each(['entry', 'internal'] as const)(
  'with an endpoint it is loaded (%s), and without a collector the process ends',
  (kind) => {
    const { status, stdout } = run(kind, 'http://127.0.0.1:9')
    expect(Number(stdout.split('\n')[0])).toBeGreaterThan(50)
    expect(status).toBe(0)
  },
)

test('an invalid endpoint ends the process with a sentence that names the variable', () => {
  const { status, stdout, stderr } = run('entry', 'otel:4318')
  expect(JSON.parse(stdout).msg).toMatch(/^OTEL_EXPORTER_OTLP_ENDPOINT has a value that cannot be used: /)
  expect(stderr).toBe('')
  expect(status).toBe(1)
})
