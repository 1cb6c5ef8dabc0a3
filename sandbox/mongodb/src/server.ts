import { createServer, type Server, type Socket } from 'node:net'
import { runMessage } from './commands/run.js'
import type { Engine } from './engine.js'
import { Framer, parseMessage, replyTo, WireError } from './wire.js'

export const HOST = '127.0.0.1'

/** The listener on the loopback address, and its connections. */
export class WireServer {
  readonly #engine: Engine
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #running = new Set<Promise<void>>()
  #lastConnectionId = 0

  constructor(engine: Engine) {
    this.#engine = engine
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket))
  }

  /**
   * @param port 0 for any free one
   * @returns the port
   * @throws what listening throws, EADDRINUSE among it
   */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: HOST, port }, () => {
        this.#server.off('error', reject)
        const address = this.#server.address()
        resolve(typeof address === 'object' && address ? address.port : port)
      })
    })
  }

  #serve(socket: Socket): void {
    const connectionId = ++this.#lastConnectionId
    const framer = new Framer()
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    // A connection's requests are answered in the order in which they came.
    let previous: Promise<void> = Promise.resolve()
    socket.on('data', (piece) => {
      try {
        for (const bytes of framer.push(piece)) {
          const running = previous.then(() => this.#answer(socket, bytes, connectionId))
          previous = running
          this.#running.add(running)
          void running.finally(() => this.#running.delete(running))
        }
      } catch (error) {
        this.#refuse(socket, error)
      }
    })
  }

  async #answer(socket: Socket, bytes: Buffer, connectionId: number): Promise<void> {
    if (socket.destroyed) return
    try {
      const message = parseMessage(bytes)
      const document = await runMessage(this.#engine, message, {
        connectionId,
        isCancelled: () => socket.destroyed,
      })
      if (!message.isUnacknowledged && !socket.destroyed) socket.write(replyTo(message, document))
    } catch (error) {
      this.#refuse(socket, error)
    }
  }

  /** Whoever does not speak the protocol is hung up on. */
  #refuse(socket: Socket, error: unknown): void {
    if (error instanceof WireError) this.#engine.logger.warn(`a connection is closed that sent ${error.message}`)
    else this.#engine.logger.error({ err: error }, 'a connection is closed after a fault')
    socket.destroy()
  }

  /** Takes no more connections, hangs up, and waits for the commands at work. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
    await Promise.all(this.#running)
  }
}
