import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { createLogger } from '@setrum/process'
import { startIakSandbox } from '../src/index.js'

// Written from the biller's reference alone: plain requests, signed here, nothing of our own client.
export const USERNAME = '081200001111'
export const API_KEY = 'demo-key-123'

export const sign = (subject: string) =>
  createHash('md5')
    .update(USERNAME + API_KEY + subject)
    .digest('hex')

// biome-ignore lint/suspicious/noExplicitAny: the biller's answers are loosely typed; a test reads what it asked for.
export type Data = any

export interface Callback {
  headers: IncomingMessage['headers']
  text: string
  data: Data
}

/** A sandbox on a free port, and a receiver of its callbacks that remembers them. */
export async function startBiller({ delay = null }: { delay?: number | null } = {}) {
  const callbacks: Callback[] = []
  const receiver = { status: 200 }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      callbacks.push({ headers: request.headers, text, data: parse(text)?.data })
      response.writeHead(receiver.status).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const sandbox = await startIakSandbox({
    logger: createLogger('sandbox', 'silent'),
    delay,
    callbackUrl: `http://127.0.0.1:${port}/callback`,
  })

  const post = async (path: string, body: object | string, headers: Record<string, string> = {}) => {
    const response = await fetch(sandbox.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(600),
    })
    const text = await response.text()
    return { status: response.status, text, data: parse(text)?.data as Data }
  }
  let next = 0
  return {
    url: sandbox.url,
    callbacks,
    receiver,
    post,
    refId: () => `INV${String(Date.now()).slice(-8)}${String(++next).padStart(8, '0')}`,
    prepaid: (path: string, subject: string, body: object = {}) =>
      post(path, { username: USERNAME, sign: sign(subject), ...body }),
    postpaid: (commands: string, subject: string, body: object = {}) =>
      post('/api/v1/bill/check', { commands, username: USERNAME, sign: sign(subject), ...body }),
    topUp: async (refId: string, customerId: string, productCode = 'hpln50000') =>
      (
        await post('/api/top-up', {
          username: USERNAME,
          sign: sign(refId),
          ref_id: refId,
          customer_id: customerId,
          product_code: productCode,
        })
      ).data,
    status: async (refId: string) =>
      (await post('/api/check-status', { username: USERNAME, sign: sign(refId), ref_id: refId })).data,
    inquire: async (refId: string, hp: string, code = 'PLNPOSTPAID') =>
      (
        await post('/api/v1/bill/check', {
          commands: 'inq-pasca',
          username: USERNAME,
          sign: sign(refId),
          ref_id: refId,
          hp,
          code,
        })
      ).data,
    pay: async (trId: number) =>
      (
        await post('/api/v1/bill/check', {
          commands: 'pay-pasca',
          username: USERNAME,
          sign: sign(String(trId)),
          tr_id: String(trId),
        })
      ).data,
    billStatus: async (refId: string) =>
      (
        await post('/api/v1/bill/check', {
          commands: 'checkstatus',
          username: USERNAME,
          sign: sign('cs'),
          ref_id: refId,
        })
      ).data,
    admin: (path: string, body: object = {}) => post(`/_admin/${path}`, body),
    ledger: async () => (await (await fetch(`${sandbox.url}/_admin/ledger`)).json()) as Data,
    settle: (refId: string, rc = '00') => post(`/_admin/transactions/${refId}/result`, { rc }),
    reset: async () => {
      callbacks.length = 0
      receiver.status = 200
      await post('/_admin/reset', {})
      await post('/_admin/settings', { callbackRetries: 0 })
    },
    stop: async () => {
      await sandbox.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function parse(text: string): Data {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
