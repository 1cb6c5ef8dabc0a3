// Rollups of days have their hours now. They are rebuilt from the transactions.
export async function up(db) {
  await db.collection('salesRollups').deleteMany({})
}
