// What the models declare on this day. Where an earlier version made the same at its start, nothing changes; two people
// with one e-mail or one employee number make it fail, and the error names the value.
const A_DAY_SECONDS = 24 * 3_600

export async function up(db) {
  await db
    .collection('user')
    .createIndexes([
      { key: { email: 1 }, unique: true },
      { key: { numberId: 1 }, unique: true },
      { key: { name: 1, _id: 1 } },
      { key: { active: 1 } },
    ])
  await db
    .collection('session')
    .createIndexes([
      { key: { userId: 1, endedAt: 1 } },
      { key: { endedAt: 1, sessionEndsAt: 1 } },
      { key: { sessionEndsAt: 1 }, expireAfterSeconds: A_DAY_SECONDS },
    ])
  await db.collection('refreshToken').createIndexes([{ key: { sessionEndsAt: 1 }, expireAfterSeconds: A_DAY_SECONDS }])
  await db.collection('apiKey').createIndexes([{ key: { revokedAt: 1 } }])
}
