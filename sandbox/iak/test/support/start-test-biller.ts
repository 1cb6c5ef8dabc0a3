import { createHash } from 'node:crypto'
import { startIakSandbox } from '@setrum/sandbox-iak'

const USERNAME = '081200001111'
const KEY = 'demo-key-123'

export const signed = (subject: string, key = KEY) =>
  createHash('md5').update(`${USERNAME}${key}${subject}`).digest('hex')

export type Json = Record<string, unknown>

export interface BillerResponse {
  http: number
  text: string
  /** The members of `data`; empty when there are none. */
  data: Json
}

export type TestBiller = Awaited<ReturnType<typeof startTestBiller>>

/** Starts the sandbox with a client written from the reference, independent of the system's own client. */
export async function startTestBiller(options: Parameters<typeof startIakSandbox>[0] = {}) {
  const sandbox = await startIakSandbox({ delay: null, ...options })
  let next = 0

  const send = async (path: string, body: unknown, init: RequestInit = {}): Promise<BillerResponse> => {
    const response = await fetch(sandbox.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    })
    const text = await response.text()
    return { http: response.status, text, data: dataIn(text) }
  }
  const admin = async (path: string, body: Json = {}): Promise<Json> => {
    const response = await send(`/_admin${path}`, body)
    if (response.http !== 200) throw new Error(`${path}: ${response.http} ${response.text}`)
    return JSON.parse(response.text)
  }
  const bill = (commands: string, subject: string, body: Json, init?: RequestInit) =>
    send('/api/v1/bill/check', { commands, username: USERNAME, sign: signed(subject), ...body }, init)

  return {
    ...sandbox,
    send,
    admin,
    newRef: () => `INV${String(++next).padStart(16, '0')}`,
    balance: () => send('/api/check-balance', { username: USERNAME, sign: signed('bl') }),
    tokens: (body: Json = {}) => send('/api/pricelist/pln/pln', { username: USERNAME, sign: signed('pl'), ...body }),
    meter: (customer_id: string) =>
      send('/api/inquiry-pln', { username: USERNAME, sign: signed(customer_id), customer_id }),
    topUp: (ref_id: string, customer_id: string, product_code = 'hpln50000', init?: RequestInit) =>
      send('/api/top-up', { username: USERNAME, sign: signed(ref_id), ref_id, customer_id, product_code }, init),
    status: (ref_id: string) => send('/api/check-status', { username: USERNAME, sign: signed(ref_id), ref_id }),
    bills: (body: Json = {}) => bill('pricelist-pasca', 'pl', body),
    inquire: (ref_id: string, hp: string, code = 'PLNPOSTPAID') => bill('inq-pasca', ref_id, { ref_id, hp, code }),
    pay: (tr_id: unknown, init?: RequestInit) => bill('pay-pasca', String(tr_id), { tr_id: String(tr_id) }, init),
    payBody: (tr_id: unknown) => ({ commands: 'pay-pasca', username: USERNAME, sign: signed(String(tr_id)), tr_id }),
    billStatus: (ref_id: string) => bill('checkstatus', 'cs', { ref_id }),
    settle: (ref_id: string, rc: string) => admin(`/transactions/${ref_id}/result`, { rc }),
    set: (settings: Json) => admin('/settings', settings),
    setClock: (now: string, stopped = true) => admin('/clock', { now, stopped }),
    entry: (ref_id: string) => sandbox.ledger().transactions.find((entry) => entry.ref_id === ref_id),
    deposit: () => sandbox.ledger().deposit,
  }
}

function dataIn(text: string): Json {
  try {
    const { data } = JSON.parse(text)
    return typeof data === 'object' && data !== null ? data : {}
  } catch {
    return {}
  }
}
