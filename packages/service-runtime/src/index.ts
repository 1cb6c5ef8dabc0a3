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
export { type ListenOptions, listen, PortTakenError } from './listen.js'
export { createLogger, type Logger } from './logger.js'
export { createServer, type Server, type ServerOptions } from './server.js'
export { REQUEST_ID_ATTRIBUTE, type RecordedSpan, TraceBuffer } from './trace-buffer.js'
export { OPERATION_TYPE_ATTRIBUTE } from './trace-sampler.js'
export { startTracing, type Tracing } from './tracing.js'
export { readTracingEnv, type TracingEnv } from './tracing-env.js'
