// What the model declares on this day; the reasons stand there. Where an earlier version made the same at its start,
// nothing changes; an invoice that is there twice makes it fail, and the error names it.
export async function up(db) {
  await db.collection('transaction').createIndexes([
    { key: { invoice: 1 }, unique: true },
    {
      key: { user_id: 1, idempotencyKey: 1 },
      unique: true,
      partialFilterExpression: { idempotencyKey: { $type: 'string' } },
    },
    { key: { slot: 1 }, unique: true, partialFilterExpression: { slot: { $type: 'string' } } },
    { key: { 'dirty.hour': 1 }, sparse: true },
    { key: { nextCheckAt: 1 }, sparse: true },
    { key: { createdAt: -1, _id: -1 } },
    { key: { price: -1, _id: -1 } },
    { key: { employeeId: 1, createdAt: -1, _id: -1 } },
    { key: { state: 1, createdAt: -1, _id: -1 } },
    { key: { shiftId: 1, createdAt: -1 } },
    { key: { customer_id: 1, createdAt: -1 } },
  ])
}
