import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** The embedded database as a separate process, started like `npm start`. */
export interface DatabaseProcess {
  child: ChildProcess
  uri: string
  /** The whole log output. */
  log: () => string
  /** Sends a signal and waits for the exit. */
  stop: (signal: NodeJS.Signals) => Promise<number | null>
}

export async function startProcess(dataDir: string, port: number): Promise<DatabaseProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dataDir, MONGODB_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.on('data', (piece) => (text += piece))
  child.stderr.on('data', (piece) => (text += piece))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => text.includes('is ready') && resolve())
    child.once('exit', (code) => reject(new Error(`the database exited with ${code}: ${text}`)))
  })
  return {
    child,
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    log: () => text,
    stop: async (signal) => {
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code] = await ended
      return typeof code === 'number' ? code : null
    },
  }
}

/** @returns a port that is currently free */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
