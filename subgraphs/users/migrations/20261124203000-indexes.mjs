// The indexes of the first release. Existing equal indexes stay. Two users
// with the same e-mail or employee number make it fail with an error that names the value.
const DAY_SECONDS = 24 * 3_600

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
      { key: { sessionEndsAt: 1 }, expireAfterSeconds: DAY_SECONDS },
    ])
  await db.collection('refreshToken').createIndexes([{ key: { sessionEndsAt: 1 }, expireAfterSeconds: DAY_SECONDS }])
  await db.collection('apiKey').createIndexes([{ key: { revokedAt: 1 } }])
}
