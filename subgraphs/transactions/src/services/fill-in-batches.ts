/** Small, because other requests wait for the database meanwhile. */
const BATCH = 100

/**
 * Fills in rows batch by batch, until none is left or it is stopped.
 * @param fill fills in at most this many rows; fewer are filled when none is left
 * @param onProgress receives the number of rows so far, after each batch but the last
 * @returns the number of rows
 */
export async function fillInBatches(
  fill: (atMost: number) => Promise<number>,
  { isStopped = () => false, onProgress }: { isStopped?: () => boolean; onProgress: (count: number) => void },
): Promise<number> {
  let count = 0
  while (!isStopped()) {
    const filled = await fill(BATCH)
    count += filled
    if (filled < BATCH) break
    onProgress(count)
  }
  return count
}
