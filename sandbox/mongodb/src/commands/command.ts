import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import type { RetryableWrite } from '../storage/retries.js'

/** One request, read. */
export interface Request {
  engine: Engine
  db: string
  /** The command's name, as sent: its first field. */
  name: string
  body: Doc
  /** Documents sent beside the body, by field, as BSON. */
  sequences: ReadonlyMap<string, Buffer[]>
  connectionId: number
  /** Whether the client is gone: nothing more is read for it. */
  isCancelled: () => boolean
  /** Whether, and as which write, the sender may send this again. */
  retry: RetryableWrite | undefined
}

/** An answer: a document, or BSON that is finished. `ok: 1` is added to a document. */
export type Reply = Doc | Buffer

export type Command = (request: Request) => Reply | Promise<Reply>
