import type { FastifyInstance } from 'fastify'

export interface ListenOptions {
  host: string
  port: number
  /** The environment variable that sets the port, for the message when it is taken. */
  portVariable: string
}

/** The port is in use by another process. */
export class PortTakenError extends Error {
  override name = 'PortTakenError'
  constructor({ port, portVariable }: Pick<ListenOptions, 'port' | 'portVariable'>, options?: ErrorOptions) {
    super(
      `Port ${port} is already taken. Set ${portVariable} to a free port, or stop the program that uses it.`,
      options,
    )
  }
}

/**
 * Starts to listen.
 * @returns the port; it differs from the requested one only for 0, which means any free port
 * @throws PortTakenError when the port is in use
 */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<number> {
  try {
    await app.listen({ host: options.host, port: options.port })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTakenError(options, { cause })
    throw cause
  }
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : options.port
}
