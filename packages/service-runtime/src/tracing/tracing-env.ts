import { EnvError, httpUrl, nodeEnv, num, readEnv } from '../env.js'

export interface TracingEnv {
  /** Share of sampled queries, from 0 to 1; mutations and failed requests are always kept. */
  sampleRatio: number
  /** Exporter endpoint, OTLP over HTTP; null for none. */
  otlpEndpoint: string | null
}

/**
 * Reads the variables of tracing.
 * @throws EnvError when a share is none
 */
export function readTracingEnv(environment: NodeJS.ProcessEnv = process.env): TracingEnv {
  const env = readEnv(
    {
      NODE_ENV: nodeEnv(),
      TRACE_SAMPLE_RATIO: num({ default: -1 }),
      OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl({ default: '' }),
      OTEL_TRACES_SAMPLER_ARG: num({ default: 1 }),
    },
    environment,
  )
  const otlpEndpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT || null
  const usual = env.NODE_ENV === 'production' ? 0.1 : 1
  return {
    sampleRatio: otlpEndpoint
      ? share('OTEL_TRACES_SAMPLER_ARG', env.OTEL_TRACES_SAMPLER_ARG)
      : share('TRACE_SAMPLE_RATIO', env.TRACE_SAMPLE_RATIO === -1 ? usual : env.TRACE_SAMPLE_RATIO),
    otlpEndpoint,
  }
}

function share(name: string, value: number): number {
  if (value >= 0 && value <= 1) return value
  throw new EnvError(`${name} has a value that cannot be used: a share from 0 to 1.`)
}
