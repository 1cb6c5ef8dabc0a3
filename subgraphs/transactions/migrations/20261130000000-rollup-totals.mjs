// Rollups have other field names now. They are rebuilt from the transactions.
export async function up(db) {
  await db.collection('salesRollups').deleteMany({})
}
