import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BSON, type Db, type IndexDescription } from 'mongodb'

const { EJSON } = BSON
const METADATA = '.metadata.json'

/**
 * Like mongodump and mongoexport: the documents of each collection as lines of canonical extended JSON, and its indexes.
 * Sales come before their rollups: a rollup older than its sales would count as up to date, since the sales are no
 * longer marked dirty. mongodump --oplog needs no order, it takes one point in time.
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

/** Restores what `dump` wrote into an empty database; indexes first, so that they reject duplicates. */
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
