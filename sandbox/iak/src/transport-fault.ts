import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { Settings } from './settings.js'

const WORK_IS_NOT_DONE = new Set(['3002', '3004', '3006', '3009', '3014', 'http-503'])

/** Whether the work is done before the answer goes wrong (biller reference, section 11.3). */
export const isWorkDone = (fault: string): boolean => !WORK_IS_NOT_DONE.has(fault)

/** Answers the way the fault says, in place of the right answer. */
export async function answerWithFault(
  reply: FastifyReply,
  { fault, answer, settings }: { fault: string; answer: unknown; settings: Settings },
): Promise<FastifyReply> {
  switch (fault) {
    case '3001':
    case '3002':
    case '3014':
      // No answer until the client gives up.
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
      return reply.type('application/json').send(JSON.stringify(answer).slice(0, 40))
    case '3008':
      return reply.type('application/json').send('')
    case '3009':
      return reply.type('text/html').send('<html><body>Sedang dalam pemeliharaan</body></html>')
    case '3010':
    case '3011':
      await sleep(fault === '3010' ? settings.slowAnswerMs : settings.verySlowAnswerMs, undefined, { ref: false })
      return reply.send(answer)
    case '3015':
      return reply.code(500).send(answer)
    case 'http-503':
      return reply.code(503).type('text/html').send('<html><body>Service Unavailable</body></html>')
    default:
      return reply.send(answer)
  }
}
