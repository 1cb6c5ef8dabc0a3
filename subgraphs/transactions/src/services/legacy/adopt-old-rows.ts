import type { Deps } from '../../context.js'

/** Few enough that a list which waits for them is still quick. */
const BATCH = 100

type AdoptDeps = Pick<Deps, 'transactions' | 'sums' | 'logger'>

/**
 * Gives some rows of the old system our columns, before a list or a sum is read: they may be copied in while we run.
 * One look at an index when there are none.
 * @returns whether all rows have our columns
 */
export async function adoptOldRows({ transactions, sums, logger }: AdoptDeps): Promise<boolean> {
  const count = await transactions.adopt(BATCH, sums.invalidate)
  if (count > 0) logger.info({ event: 'legacy.adopted', count }, 'rows of the old system were adopted')
  return count < BATCH
}

/** All of them, however many. @param onProgress told of how many so far */
export async function adoptAllOldRows(
  { transactions, sums }: Omit<AdoptDeps, 'logger'>,
  onProgress: (count: number) => void,
): Promise<void> {
  let count = 0
  for (let adopted = BATCH; adopted === BATCH; ) {
    adopted = await transactions.adopt(BATCH, sums.invalidate)
    count += adopted
    if (adopted > 0) onProgress(count)
  }
}
