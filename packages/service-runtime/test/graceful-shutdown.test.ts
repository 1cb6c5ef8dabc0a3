import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

/** A process with the given end of its start; it reports when it is being stopped. */
async function ended(endOfStart: string, env: Record<string, string> = {}): Promise<{ code: unknown; text: string }> {
  const program = `
    import { createLogger, runWithGracefulShutdown } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}
    const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    await runWithGracefulShutdown(createLogger('one'), async () => {
      ${endOfStart}
      const work = setInterval(() => {}, 1_000)
      return async () => { clearInterval(work); console.log('all is put away') }
    })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env: { ...process.env, ...env } })
  let text = ''
  child.stdout.on('data', (piece) => (text += piece))
  const [code] = await once(child, 'close')
  return { code, text }
}

test('a process that gets SIGTERM during its start finishes starting and then drains', async () => {
  const { code, text } = await ended(`await later(10); process.kill(process.pid, 'SIGTERM'); await later(100)`)
  expect(text).toContain('all is put away')
  expect(code).toBe(0)
})

test('a failed start ends the process with the reason', async () => {
  const { code, text } = await ended(`throw new Error('there is no disk')`)
  expect(text).toContain('there is no disk')
  expect(code).toBe(1)
})

test.each(['35s', '0', '-1', '1.5'])('DRAIN_MS=%s is refused with a sentence that names it', async (value) => {
  const { code, text } = await ended('process.exit(0)', { DRAIN_MS: value })
  expect(text).toContain('DRAIN_MS has a value that cannot be used: ')
  expect(code).toBe(1)
})
