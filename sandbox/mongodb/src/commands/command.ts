import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import type { RetryableWrite } from '../storage/retryable-writes.js'

/** A parsed request. */
export interface Request {
  engine: Engine
  db: string
  /** The command's name: the first field of the body. */
  name: string
  body: Doc
  /** Document sequences outside the body, by field, as BSON. */
  sequences: ReadonlyMap<string, Buffer[]>
  connectionId: number
  /** True once the client has closed the connection: its operations end early. */
  isCancelled: () => boolean
  /** Set for a retryable write. */
  retry: RetryableWrite | undefined
}

/** A response: complete BSON, or a document to which `ok: 1` is added. */
export type Reply = Doc | Buffer

export type Command = (request: Request) => Reply | Promise<Reply>
