/** Small, because other requests wait for the database meanwhile. */
const BATCH = 100

/**
 * Fills in rows batch by batch, until none is left or it is stopped.
 * @param fill fills in at most this many rows; fewer are filled when none is left
 * @param onProgress receives the number of rows so far, after each batch but the last
 * @param pause waits between two batches; receives the milliseconds that a batch took
 * @returns the number of rows
 */
export async function fillInBatches(
  fill: (atMost: number) => Promise<number>,
  {
    isStopped = () => false,
    onProgress,
    pause,
  }: { isStopped?: () => boolean; onProgress: (count: number) => void; pause?: (batchMs: number) => Promise<void> },
): Promise<number> {
  let count = 0
  while (!isStopped()) {
    const startedAt = performance.now()
    const filled = await fill(BATCH)
    count += filled
    if (filled < BATCH) break
    onProgress(count)
    await pause?.(performance.now() - startedAt)
  }
  return count
}
