// Indexes of two lists of the owner: by product type, and with review reasons.
export async function up(db) {
  await db
    .collection('transaction')
    .createIndexes([
      { key: { productType: 1, createdAt: -1, _id: -1 } },
      { key: { needsAttention: 1, createdAt: -1 }, partialFilterExpression: { needsAttention: { $eq: true } } },
    ])
}
