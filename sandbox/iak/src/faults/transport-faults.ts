import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { Entry } from '../ledger/ledger.js'
import type { Settings } from '../settings.js'

const NOT_EXECUTED = new Set(['3002', '3004', '3006', '3009', '3014', 'http-503'])
/** Status queries that a query fault affects. */
const AFFECTED_QUERIES = 3

/** Whether the operation is executed before the response fails (biller reference, section 11.3). */
export const isExecuted = (fault: string): boolean => !NOT_EXECUTED.has(fault)

/** Sends the faulty form of a response. */
export async function sendWithFault(
  reply: FastifyReply,
  { fault, response, settings }: { fault: string; response: unknown; settings: Settings },
): Promise<FastifyReply> {
  switch (fault) {
    case '3001':
    case '3002':
    case '3014':
      // Leave the connection open without a response.
      reply.hijack()
      return reply
    case '3003':
    case '3004':
      reply.hijack()
      reply.request.raw.socket.resetAndDestroy()
      return reply
    case '3005':
    case '3006':
      return reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>')
    case '3007':
      return reply.type('application/json').send(JSON.stringify(response).slice(0, 40))
    case '3008':
      return reply.type('application/json').send('')
    case '3009':
      return reply.type('text/html').send('<html><body>Sedang dalam pemeliharaan</body></html>')
    case '3010':
    case '3011':
      await sleep(fault === '3010' ? settings.slowResponseMs : settings.verySlowResponseMs, undefined, { ref: false })
      return reply.send(response)
    case '3015':
      return reply.code(500).send(response)
    case 'http-503':
      return reply.code(503).type('text/html').send('<html><body>Service Unavailable</body></html>')
    case 'huge':
      return reply.type('application/json').send(Readable.from(hugeBody()))
    default:
      return reply.send(response)
  }
}

/** 400 MB of JSON, made while it is sent. */
function* hugeBody(): Generator<Buffer> {
  const part = Buffer.alloc(1_000_000, 'x')
  yield Buffer.from('{"data":{"message":"')
  for (let sent = 0; sent < 400; sent += 1) yield part
  yield Buffer.from('"}}')
}

/** Schedules the faults that affect only status queries (biller reference, 3012 and 3013). */
export function scheduleQueryFaults(entry: Entry, fault: string): void {
  if (fault === '3012') entry.hiddenPolls = AFFECTED_QUERIES
  if (fault === '3013') entry.brokenPolls = AFFECTED_QUERIES
}

/** The transport fault of the first broken query; the other broken queries fail by response code. */
export function takeQueryTransportFault(entry: Entry | undefined): string | null {
  if (entry?.brokenPolls !== AFFECTED_QUERIES) return null
  entry.brokenPolls -= 1
  return 'http-503'
}
