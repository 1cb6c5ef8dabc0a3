import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterAll, expect, test } from 'vitest'
import { REQUEST_ID_ATTRIBUTE } from './trace-buffer.js'
import { OPERATION_TYPE_ATTRIBUTE } from './trace-sampler.js'
import { startTracing } from './tracing.js'

const { traces, stop } = startTracing('test', { sampleRatio: 1, otlpEndpoint: null })
const tracer = trace.getTracer('test')
afterAll(() => stop())

/** A request with one thing done for it. */
function request(requestId: string, type: 'query' | 'mutation', { fails = false } = {}): void {
  const attributes = { [REQUEST_ID_ATTRIBUTE]: requestId, [OPERATION_TYPE_ATTRIBUTE]: type }
  const root = tracer.startSpan(type, { attributes }, ROOT_CONTEXT)
  const inside = tracer.startSpan('inside', {}, trace.setSpan(ROOT_CONTEXT, root))
  if (fails) inside.setStatus({ code: SpanStatusCode.ERROR })
  inside.end()
  root.end()
}

test('queries never evict a mutation or a failure, and only the latest queries are kept', () => {
  request('changes', 'mutation')
  request('fails', 'query', { fails: true })
  request('first', 'query')
  for (let count = 0; count < 1_000; count += 1) request(`crowd-${count}`, 'query')
  const namesOf = (requestId: string) => traces.find(requestId).map(({ name }) => name)
  expect(namesOf('changes').sort()).toEqual(['inside', 'mutation'])
  expect(namesOf('fails').sort()).toEqual(['inside', 'query'])
  expect(namesOf('first')).toEqual([])
  expect(namesOf('crowd-0')).toHaveLength(2)
  expect(namesOf('crowd-999')).toHaveLength(2)
})
