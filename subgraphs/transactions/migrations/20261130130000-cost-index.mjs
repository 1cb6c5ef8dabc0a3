// The sales with review reasons by product and cost: whether a product was sold below its cost.
export async function up(db) {
  await db.collection('transaction').createIndexes([
    {
      key: { reviewReasons: 1, product_code: 1, costIdr: -1 },
      partialFilterExpression: { needsAttention: { $eq: true } },
    },
  ])
}
