import { decode, encodeReply } from '../bson/codec.js'
import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import { MongoError } from '../errors.js'
import { retryableWrite } from '../storage/retryable-writes.js'
import { type Message, takeDocuments } from '../wire.js'
import type { Reply, Request } from './command.js'
import { commandOf } from './registry.js'

/**
 * Executes a message. @returns the response; a MongoError is a response too. Unexpected errors are logged and returned as
 * InternalError.
 */
export async function runMessage(
  engine: Engine,
  message: Message,
  { connectionId, isCancelled }: Pick<Request, 'connectionId' | 'isCancelled'>,
): Promise<Buffer> {
  let name = ''
  try {
    const sequences = new Map(message.sequences)
    const body = decodeBody(message.body, sequences)
    name = Object.keys(body)[0] ?? ''
    const command = commandOf(name)
    const retry = retryableWrite(name, body)
    const db = typeof body.$db === 'string' ? body.$db : 'admin'
    return finished(await command({ engine, db, name, body, sequences, connectionId, isCancelled, retry }))
  } catch (error) {
    if (error instanceof MongoError) return encodeReply(refusal(error))
    engine.logger.error({ event: 'mongodb.command_failed', err: error, command: name }, 'command failed unexpectedly')
    const reason = error instanceof Error ? error.message : String(error)
    return encodeReply(refusal(new MongoError('InternalError', `The embedded database failed: ${reason}`)))
  }
}

/** The documents of an insert stay BSON, also those in the body. */
function decodeBody(bytes: Buffer, sequences: Map<string, Buffer[]>): Doc {
  const body = decode(bytes)
  if (body.insert !== undefined && Array.isArray(body.documents)) {
    const documents = takeDocuments(bytes, 'documents')
    if (documents) sequences.set('documents', documents)
  }
  return body
}

function finished(reply: Reply): Buffer {
  return Buffer.isBuffer(reply) ? reply : encodeReply({ ...reply, ok: 1 })
}

function refusal({ message, code, codeName, extra }: MongoError): Doc {
  return { ok: 0, errmsg: message, code, codeName, ...extra }
}
