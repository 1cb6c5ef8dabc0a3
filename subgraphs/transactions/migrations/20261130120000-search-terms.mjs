// The index of the searches. Each start gives the sales of earlier versions their terms, which it finds by this index.
export async function up(db) {
  await db.collection('transaction').createIndexes([{ key: { searchTerms: 1, createdAt: -1, _id: -1 } }])
}
