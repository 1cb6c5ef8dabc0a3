import { aggregate } from '../../aggregate/aggregate.js'
import { type Doc, isDoc } from '../../bson/types.js'
import { MongoError, notSupported } from '../../errors.js'
import type { Command } from '../command.js'
import { arrayField, checkFields, countField, docField, flagField, letField, limitsOf } from '../fields.js'
import { cursorReply, FIRST_BATCH } from './cursor-reply.js'
import { findRequest } from './find.js'

export const aggregateCommand: Command = async ({ engine, db, body, isCancelled }) => {
  checkFields(
    'aggregate',
    body,
    ['pipeline', 'cursor', 'let', 'hint', 'explain'],
    ['allowDiskUse', 'bypassDocumentValidation'],
  )
  if (flagField(body, 'explain')) throw notSupported('aggregate with explain: true (use the explain command)')
  const pipeline = arrayField(body, 'pipeline').map((stage): Doc => {
    if (isDoc(stage) && Object.keys(stage).length === 1) return stage
    throw new MongoError(
      { code: 40323, name: 'Location40323' },
      'A pipeline stage specification object must contain exactly one field.',
    )
  })
  const name = typeof body.aggregate === 'string' ? body.aggregate : '$cmd.aggregate'
  const { hint, natural } = findRequest({ hint: body.hint }, 'filter', engine.catalog.find(db, name))
  const results = aggregate(engine, {
    db,
    name,
    pipeline,
    variables: letField(body) ?? {},
    ...(hint && { hint }),
    ...(natural && { natural }),
  })
  const batch = await engine.cursors.first(results, `${db}.${name}`, {
    batchSize: countField(docField(body, 'cursor'), 'batchSize') ?? FIRST_BATCH,
    isSingle: false,
    limits: limitsOf({ body, isCancelled }),
  })
  return cursorReply('firstBatch', `${db}.${name}`, batch)
}
