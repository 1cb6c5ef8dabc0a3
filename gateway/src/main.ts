import cluster from 'node:cluster'
import { createLogger, runWithGracefulShutdown, startTracing } from '@setrum/service-runtime'
import { readGatewayEnv } from './env.js'
import { startWorkers, WorkerRegistry } from './start-workers.js'

const logger = createLogger('gateway')

await runWithGracefulShutdown(logger, async () => {
  const { logLevel, tracing, workers, ...env } = readGatewayEnv()
  logger.level = logLevel
  if (workers > 1 && cluster.isPrimary) return startWorkers(workers, logger)
  // Who only starts workers needs none of what they load.
  const { startGateway } = await import('./start-gateway.js')
  const { traces, stop: stopTracing } = startTracing('gateway', tracing)
  const { stop } = await startGateway({
    ...env,
    traces,
    logger,
    ...(cluster.isWorker ? { metrics: new WorkerRegistry() } : {}),
    now: () => new Date(),
  })
  return async () => {
    await stop()
    await stopTracing()
  }
})
