import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonOf } from '../support/json-of.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const SHIFTS = 'query Shifts {\n  shifts {\n    id\n  }\n}'
const SHA256 = createHash('sha256').update(SHIFTS).digest('hex')

let open: Awaited<ReturnType<typeof startTestGateway>>
let closed: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  const persistedDocuments = { 'of-the-web-app': SHIFTS }
  open = await startTestGateway({ persistedDocuments })
  closed = await startTestGateway({ persistedDocuments, onlyPersistedDocuments: true, isProduction: true })
})
afterAll(async () => {
  await open?.stop()
  await closed?.stop()
})

const send = async (running: typeof open, body: object) => {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${running.tokenOf('ADMIN')}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...(await jsonOf(response)) }
}

describe('where only known operations are run', () => {
  test.each([
    ['its id in the manifest', { documentId: 'of-the-web-app' }],
    ['its sha256', { documentId: `sha256:${SHA256}` }],
    ['its sha256, as Apollo Client sends it', { extensions: { persistedQuery: { version: 1, sha256Hash: SHA256 } } }],
    ['its text', { query: SHIFTS }],
    ['its text with other white space', { operationName: 'Shifts', query: 'query Shifts{shifts{id}}' }],
  ])('one is by %s', async (_title, body) => {
    expect((await send(closed, body)).data.shifts).toHaveLength(2)
  })

  test.each([
    ['an unknown text', { query: '{ shifts { id name } }' }, 'OPERATION_NOT_ALLOWED'],
    [
      'a known one with something added',
      { query: `${SHIFTS} query B { me { id } }`, operationName: 'B' },
      'OPERATION_NOT_ALLOWED',
    ],
    ['an unknown id', { documentId: 'x' }, 'PERSISTED_QUERY_NOT_FOUND'],
    [
      'an unknown hash beside a text',
      { query: SHIFTS, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['nonsense', { query: '{ " ' }, 'OPERATION_NOT_ALLOWED'],
    ['nothing', {}, 'OPERATION_NOT_ALLOWED'],
  ])('%s is not', async (_title, body, code) => {
    closed.subgraphs.master.received.length = 0
    const { status, errors } = await send(closed, body)
    expect({ status, code: errors[0].extensions.code }).toEqual({ status: 400, code })
    expect(closed.subgraphs.master.received).toEqual([])
  })

  test('neither by GET nor in a batch is there a way around', async () => {
    const get = await fetch(`${closed.url}/graphql?query=${encodeURIComponent('{ shifts { id name } }')}`, {
      headers: { 'apollo-require-preflight': '1' },
    })
    expect(get.status).toBe(400)
    expect((await send(closed, [{ query: '{ shifts { id name } }' }])).status).toBe(400)
  })
})

test('where all are run ids work as well', async () => {
  expect((await send(open, { documentId: 'of-the-web-app' })).data.shifts).toHaveLength(2)
  expect((await send(open, { query: '{ shifts { name } }' })).data.shifts).toHaveLength(2)
})
