import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** Below the ports that an operating system hands out by itself: Linux from 32768, others from 49152. */
const FIRST_PORT = 10_000
const LAST_PORT = 32_000
const BLOCK_SIZE = 10

let block = { next: 0, end: 0 }

/** Whether a loopback port is free. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = await listenOn(port)
  if (!server) return false
  server.close()
  await once(server, 'close')
  return true
}

/**
 * Free ports, all different. No other caller gets them while this process runs, so that a program that is started or
 * restarted on them finds them free.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    if (block.next === block.end) block = await reserveBlock()
    const port = block.next++
    if (await isPortFree(port)) ports.push(port)
  }
  return ports
}

/** Takes a block of ports by listening on its first one until this process ends. */
async function reserveBlock(): Promise<{ next: number; end: number }> {
  for (;;) {
    const first = FIRST_PORT + BLOCK_SIZE * randomInt((LAST_PORT - FIRST_PORT) / BLOCK_SIZE)
    const guard = await listenOn(first)
    if (!guard) continue
    guard.unref()
    return { next: first + 1, end: first + BLOCK_SIZE }
  }
}

/** A server on a loopback port; null where another program has it. */
function listenOn(port: number) {
  const server = createServer()
  return new Promise<typeof server | null>((resolve) => {
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** Whether something accepts connections on a loopback port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
