// From a status with flags beside it to a phase with its own data, review reasons with codes, and a revision. Reads every
// row once in the order of the ids; a row that has a phase is left alone, so a second run changes nothing. Rows of the
// old system without a state get all this by the legacy backfill.
const BATCH = 1_000
const FLAGS = [
  'sends',
  'lastSentAt',
  'sendingUntil',
  'unknownAnswers',
  'lastPaymentCode',
  'isRefusalToConfirm',
  'isPaid',
  'isBeingPaid',
  'rungAt',
  'slot',
]

export async function up(db) {
  const transactions = db.collection('transaction')
  await transactions.createIndexes([
    { key: { dedupeKey: 1 }, unique: true, partialFilterExpression: { dedupeKey: { $type: 'string' } } },
  ])
  for (let last = null; ; ) {
    const rows = await transactions
      .find(last === null ? {} : { _id: { $gt: last } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray()
    if (rows.length === 0) break
    last = rows.at(-1)._id
    const updates = rows.filter((row) => row.state != null && row.phase == null).map(updateOf)
    if (updates.length > 0) await transactions.bulkWrite(updates, { ordered: false })
  }
  const indexes = await transactions.indexes()
  if (indexes.some(({ name }) => name === 'slot_1')) await transactions.dropIndex('slot_1')
}

function updateOf(row) {
  const reviewReasons = reasonsOf(row)
  const $set = {
    phase: phaseOf(row),
    revision: 0,
    reviewReasons,
    needsAttention: reviewReasons.length > 0,
    ...(row.slot == null ? {} : { dedupeKey: row.slot }),
  }
  const $unset = Object.fromEntries(FLAGS.map((flag) => [flag, 1]))
  return { updateOne: { filter: { _id: row._id, phase: null }, update: { $set, $unset } } }
}

function phaseOf(row) {
  const { state, nextCheckAt } = row
  if (state !== 'PROCESSING') {
    if (nextCheckAt == null || !['SUCCESS', 'FAILED'].includes(state)) return { name: state }
    const since = Math.max(...[row.completedAt ?? row.createdAt, row.rungAt ?? 0].map(Number))
    return { name: `${state}_UNVERIFIED`, since: new Date(since) }
  }
  if (row.isLegacy && !row.isPaid) return { name: 'IMPORTED' }
  const attempts = attemptsOf(row)
  const name = openName(row, attempts)
  const hasChecks = name === 'SUBMITTED' || name === 'ACCEPTED'
  return { name, attempts, ...(hasChecks ? { absentChecks: row.unknownAnswers ?? 0 } : {}) }
}

function openName(row, attempts) {
  if (row.isPaid) return 'PAID_WITHOUT_TOKEN'
  const isRefused = row.isRefusalToConfirm === true && attempts.count === 1
  if (row.productType === 'PREPAID') {
    if (isRefused) return 'REFUSED'
    return row.tr_id == null ? 'SUBMITTED' : 'ACCEPTED'
  }
  if (row.isBeingPaid) return 'ACCEPTED'
  return isRefused ? 'REFUSED' : 'SUBMITTED'
}

function attemptsOf(row) {
  const firstAt = row.events?.find(({ type }) => type === 'SENT')?.at ?? row.createdAt
  return {
    // An open sale of ours was sent; one of the old system was not sent by us.
    count: row.isLegacy ? 0 : Math.max(1, row.sends ?? 0),
    firstAt,
    lastAt: row.lastSentAt ?? firstAt,
    deadline: row.sendingUntil ?? null,
    lastCode: row.lastPaymentCode ?? null,
  }
}

function reasonsOf(row) {
  if (row.needsAttention !== true) return []
  if (row.state === 'PROCESSING' && row.nextCheckAt == null) return ['NOT_SETTLED_IN_A_DAY']
  if (row.state === 'SUCCESS' && row.productType === 'PREPAID' && row.token == null) return ['UNREADABLE_TOKEN']
  return ['UNSPECIFIED']
}
