import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'

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
}

/** An answer: a document, or BSON that is finished. `ok: 1` is added to a document. */
export type Reply = Doc | Buffer

export type Command = (request: Request) => Reply | Promise<Reply>
