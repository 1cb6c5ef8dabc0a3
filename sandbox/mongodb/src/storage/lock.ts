import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The data folder is open in another process or elsewhere in this one. */
export class FolderTakenError extends Error {
  override name = 'FolderTakenError'
  constructor(dir: string) {
    super(`The data folder ${dir} is in use by another embedded database. Set DATA_DIR to another folder, or stop it.`)
  }
}

/**
 * Locks a folder for this process by listening on a local socket named after the folder. The system releases the socket
 * when the process ends in any way, so no stale lock remains.
 * @returns a function that releases the lock
 * @throws FolderTakenError
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  mkdirSync(dir, { recursive: true })
  const address = addressOf(realpathSync(dir))
  const server = createServer((socket) => socket.destroy())
  server.unref()
  try {
    await listen(server, address)
  } catch (error) {
    if (!isTaken(error) || (await isAnswered(address))) throw isTaken(error) ? new FolderTakenError(dir) : error
    // Outside Linux and Windows the socket is a file, which remains after a kill.
    await unlink(address)
    await listen(server, address)
  }
  return () => new Promise((resolve) => server.close(() => resolve()))
}

function addressOf(path: string): string {
  const name = `setrum-mongodb-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(tmpdir(), `${name}.sock`)
}

function listen(server: ReturnType<typeof createServer>, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
