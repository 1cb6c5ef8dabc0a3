import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BSON, type Db, type IndexDescription } from 'mongodb'

const { EJSON } = BSON
const METADATA = '.metadata.json'

/**
 * Writes what mongodump and mongoexport would: for each collection its documents as canonical extended JSON, a line
 * each, and its indexes. Sales before their sums: a sum that is older than its sales would be taken for one that holds,
 * since the sale no longer carries the mark. mongodump --oplog has no such order, it takes one moment.
 */
export async function dump(db: Db, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const names = (await db.listCollections({ type: 'collection' }).toArray()).map(({ name }) => name)
  for (const name of names.sort((one, other) => Number(other === 'transaction') - Number(one === 'transaction'))) {
    const rows = await db.collection(name).find({}, { promoteValues: false }).toArray()
    writeFileSync(
      join(folder, `${name}.json`),
      rows.map((row) => `${EJSON.stringify(row, { relaxed: false })}\n`).join(''),
    )
    const indexes = (await db.collection(name).indexes()).filter(({ name: index }) => index !== '_id_')
    writeFileSync(join(folder, name + METADATA), EJSON.stringify({ indexes }))
  }
}

/** Fills an empty database with what `dump` wrote, indexes first, so that they refuse what they would refuse. */
export async function restore(db: Db, folder: string): Promise<void> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(METADATA))) {
    const name = file.slice(0, -METADATA.length)
    const { indexes } = EJSON.parse(readFileSync(join(folder, file), 'utf8')) as { indexes: IndexDescription[] }
    if (indexes.length > 0) await db.collection(name).createIndexes(indexes)
    const lines = readFileSync(join(folder, `${name}.json`), 'utf8')
      .split('\n')
      .filter(Boolean)
    const rows = lines.map((line) => EJSON.parse(line, { relaxed: false }))
    if (rows.length > 0) await db.collection(name).insertMany(rows)
  }
}
