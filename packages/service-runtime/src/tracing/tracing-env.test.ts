import { expect, test } from 'vitest'
import { readTracingEnv } from './tracing-env.js'

test.each([
  [{}, { sampleRatio: 1, otlpEndpoint: null }],
  [{ NODE_ENV: 'production' }, { sampleRatio: 0.1, otlpEndpoint: null }],
  [
    { NODE_ENV: 'production', TRACE_SAMPLE_RATIO: '0' },
    { sampleRatio: 0, otlpEndpoint: null },
  ],
  [
    { TRACE_SAMPLE_RATIO: '0', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318', OTEL_TRACES_SAMPLER_ARG: '0.5' },
    { sampleRatio: 0.5, otlpEndpoint: 'http://otel:4318' },
  ],
])('%o is %o', (environment, tracing) => {
  expect(readTracingEnv(environment)).toEqual(tracing)
})

test.each(['2', '-0.5'])('%s is no share', (value) => {
  expect(() => readTracingEnv({ TRACE_SAMPLE_RATIO: value })).toThrow('TRACE_SAMPLE_RATIO')
})
