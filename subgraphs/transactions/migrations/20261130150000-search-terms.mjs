// Search terms have word pairs and employees now. Terms without them are removed; each start fills in those that are missing.
export async function up(db) {
  const transactions = db.collection('transaction')
  const [withTerms] = await transactions
    .find({ searchTerms: { $gt: '' } })
    .limit(1)
    .toArray()
  if (withTerms) await transactions.updateMany({ searchTerms: { $exists: true } }, { $unset: { searchTerms: 1 } })
}
