import { createServer, type Server, type Socket } from 'node:net'
import { runMessage } from './commands/run.js'
import type { Engine } from './engine.js'
import { Framer, parseMessage, replyTo, WireError } from './wire.js'

export const HOST = '127.0.0.1'

/** Listens on the loopback address and serves the connections. */
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
   * @param port 0: any free port
   * @returns the port
   * @throws EADDRINUSE and other errors of listening
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
    // Responses keep the order of the connection's requests.
    let previous: Promise<void> = Promise.resolve()
    socket.on('data', (piece) => {
      try {
        for (const bytes of framer.push(piece)) {
          const running = previous.then(() => this.#respond(socket, bytes, connectionId))
          previous = running
          this.#running.add(running)
          void running.finally(() => this.#running.delete(running))
        }
      } catch (error) {
        this.#closeAfterError(socket, error)
      }
    })
  }

  async #respond(socket: Socket, bytes: Buffer, connectionId: number): Promise<void> {
    if (socket.destroyed) return
    try {
      const message = parseMessage(bytes)
      const document = await runMessage(this.#engine, message, {
        connectionId,
        isCancelled: () => socket.destroyed,
      })
      if (!message.isUnacknowledged && !socket.destroyed) socket.write(replyTo(message, document))
    } catch (error) {
      this.#closeAfterError(socket, error)
    }
  }

  #closeAfterError(socket: Socket, error: unknown): void {
    if (error instanceof WireError) {
      this.#engine.logger.warn({ event: 'mongodb.protocol_error', reason: error.message }, 'connection closed')
    } else this.#engine.logger.error({ event: 'mongodb.connection_failed', err: error }, 'connection closed')
    socket.destroy()
  }

  /** Closes all connections and waits for running commands. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
    await Promise.all(this.#running)
  }
}
