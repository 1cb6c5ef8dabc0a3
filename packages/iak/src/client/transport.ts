import { parseJson } from '@setrum/service-runtime'
import { Agent, request } from 'undici'

/** The result of one HTTP call to the biller. */
export type CallResult =
  /** A response; `json` is null when the body is not JSON. */
  | { kind: 'RESPONDED'; httpStatus: number; json: unknown }
  /** No connection was made: nothing left this machine, so nothing can have been bought. */
  | { kind: 'NOT_SENT'; cause: unknown }
  /** The request may have arrived: a time-out, a reset, a cut-off response. */
  | { kind: 'LOST'; cause: unknown }

/** Errors that come before a byte of the request is sent, and do not name the call that failed. */
const BEFORE_SENDING = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** A price list has some kilobytes. A response beyond this is not read to its end, and counts as lost. */
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024

export type Post = (url: string, body: object) => Promise<CallResult>

/**
 * JSON over kept-alive connections; never throws and never sends twice.
 * @param timeoutMs for the whole call. The biller suggests 30 s, and both its SDKs use it.
 * @param connectTimeoutMs for making a connection; 10 s as in its SDKs
 */
export function createTransport({ timeoutMs = 30_000, connectTimeoutMs = 10_000 }): {
  post: Post
  close: () => Promise<void>
} {
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs },
    // A biller that hangs holds each connection for 30 s; status queries must still find one.
    connections: 256,
    // Shorter than servers keep idle connections: a reused one that the other side just closed counts as LOST.
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 4_000,
  })
  return {
    post: async (url, body) => {
      try {
        const response = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(timeoutMs),
        })
        const text = await readText(response.body)
        return { kind: 'RESPONDED', httpStatus: response.statusCode, json: parseJson(text) ?? null }
      } catch (cause) {
        return { kind: isBeforeSending(cause) ? 'NOT_SENT' : 'LOST', cause }
      }
    },
    close: () => agent.close(),
  }
}

/** @throws when the body is larger than the limit; leaving the loop closes the connection */
async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_RESPONSE_BYTES) throw new Error(`the response is larger than ${MAX_RESPONSE_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Whether a call failed before its request was sent. False when unknown: an unsent sale fails, a lost one waits. A
 * route that breaks during the call has the same code as a missing one, so the failed system call decides.
 */
export function isBeforeSending(cause: unknown): boolean {
  // One error for each address of the name that was tried.
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(isBeforeSending)
  if (!(cause instanceof Error)) return false
  const { code, syscall } = cause as NodeJS.ErrnoException
  return (code !== undefined && BEFORE_SENDING.has(code)) || syscall === 'connect' || syscall === 'getaddrinfo'
}
