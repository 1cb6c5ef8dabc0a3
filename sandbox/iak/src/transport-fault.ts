import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'

/** Whether the work is done before the answer goes wrong (biller reference, section 11.3). */
export function isWorkDone(fault: string): boolean {
  return !['3002', '3004', '3006', '3009', '3014'].includes(fault)
}

/** Answers the way the fault says, in place of the right answer. */
export async function answerWithFault(reply: FastifyReply, fault: string, answer: unknown): Promise<FastifyReply> {
  const socket = reply.request.raw.socket
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
      socket.resetAndDestroy()
      return reply
    case '3005':
    case '3006':
      return reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>')
    case '3007':
      return reply.code(200).type('application/json').send(JSON.stringify(answer).slice(0, 40))
    case '3008':
      return reply.code(200).type('application/json').send('')
    case '3009':
      return reply.code(200).type('text/html').send('<html><body>Sedang dalam pemeliharaan</body></html>')
    case '3010':
      await sleep(25_000)
      return reply.send(answer)
    case '3011':
      await sleep(45_000)
      return reply.send(answer)
    case '3015':
      return reply.code(500).send(answer)
    case '503':
      return reply.code(503).type('text/html').send('<html><body>Service Unavailable</body></html>')
    default:
      return reply.send(answer)
  }
}
