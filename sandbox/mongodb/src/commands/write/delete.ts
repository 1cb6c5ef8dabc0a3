import type { Doc } from '../../bson/types.js'
import { MongoError } from '../../errors.js'
import { compileMatcher } from '../../query/match.js'
import type { Found } from '../../query/scan.js'
import { type Collection, checkNamespace } from '../../storage/catalog.js'
import type { Command } from '../command.js'
import { checkFields, flagField, letField, limitsOf, numberField, requiredDoc, textField } from '../fields.js'
import { hintOf } from '../read/find.js'
import { changeMany } from './many-documents.js'
import { deleteOne } from './one-document.js'
import { checkCount, runStatements, statements, writeReply } from './statements.js'

export const deleteCommand: Command = async (request) => {
  const { engine, db, body } = request
  const name = textField(body, 'delete')
  checkFields('delete', body, ['deletes', 'ordered', 'let'])
  checkNamespace(db, name)
  const deletes = statements(request, 'deletes')
  checkCount(deletes.length)
  for (const statement of deletes) checkFields('delete.deletes', statement, ['q', 'limit', 'hint'])
  const variables = letField(body)
  const read = (statement: Doc) => {
    const limit = numberField(statement, 'limit')
    if (limit !== 0 && limit !== 1) {
      throw new MongoError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`)
    }
    const filter = requiredDoc(statement, 'q')
    compileMatcher(filter, variables)
    return { filter, ...(variables && { variables }), ...hintOf(statement.hint, engine.catalog.find(db, name)) }
  }
  const { results, writeErrors } = await runStatements(request, deletes, {
    isOrdered: flagField(body, 'ordered', true),
    isMany: (statement) => statement.limit === 0,
    runOne: (statement) => ({ n: deleteOne(engine, db, name, read(statement)) ? 1 : 0 }),
    runMany: async (statement) => {
      let n = 0
      const removeOne = (collection: Collection, record: Found) => {
        engine.records.remove(collection, record)
        n++
      }
      await changeMany(engine, db, name, read(statement), removeOne, limitsOf(request))
      return { n }
    },
  })
  return writeReply({ n: results.reduce((total, { result }) => total + Number(result.n), 0) }, writeErrors)
}
