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
export { REQUEST_ID_ATTRIBUTE, type RecordedSpan, TraceBuffer } from './tracing/trace-buffer.js'
export { OPERATION_TYPE_ATTRIBUTE } from './tracing/trace-sampler.js'
export { startTracing, type Tracing } from './tracing/tracing.js'
export { readTracingEnv, type TracingEnv } from './tracing/tracing-env.js'
