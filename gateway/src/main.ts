import cluster from 'node:cluster'
import { createLogger, runWithGracefulShutdown } from '@setrum/service-runtime'
import { readGatewayEnv } from './env.js'
import { startWorkers, WorkerRegistry } from './start-workers.js'

const logger = createLogger('gateway')

await runWithGracefulShutdown(logger, async () => {
  const { logLevel, workers, ...env } = readGatewayEnv()
  logger.level = logLevel
  if (workers > 1 && cluster.isPrimary) return startWorkers(workers, logger)
  // The primary process of a cluster does not load the server.
  const { startGateway } = await import('./start-gateway.js')
  const { stop } = await startGateway({
    ...env,
    logger,
    ...(cluster.isWorker ? { metrics: new WorkerRegistry() } : {}),
    now: () => new Date(),
  })
  return stop
})
