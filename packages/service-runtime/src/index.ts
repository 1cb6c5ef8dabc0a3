export {
  bool,
  EnvError,
  httpUrl,
  logLevel,
  milliseconds,
  nodeEnv,
  num,
  port,
  readEnv,
  requireSet,
  sharedSecret,
  str,
  trustedProxies,
} from './env.js'
export { runWithGracefulShutdown } from './graceful-shutdown.js'
export { type ListenOptions, listen, PortTakenError } from './http/listen.js'
export { createServer, type Server, type ServerOptions } from './http/server.js'
export { createLogger, type Logger } from './logger.js'
export { parseJson } from './parse-json.js'
export { singleFlight } from './single-flight.js'
export { isTracing } from './tracing/tracing.js'
