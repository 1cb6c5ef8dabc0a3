import { type Account, isCallbackSignature, parseCallback } from '@setrum/iak'
import { IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../context.js'
import type { UnknownCallbacks } from '../models/unknown-callback.js'
import { recordCallback } from '../services/settlement/record-callback.js'

/** The biller sends a few hundred bytes. */
const MAX_BYTES = 8 * 1024

export interface CallbackOptions {
  deps: Deps
  unknownCallbacks: UnknownCallbacks
  account: Account
  /** Where it may come from, as the gateway saw it; empty: from anywhere. */
  addresses: readonly string[]
  identitySecret: string
  /** Told when something became due. */
  onRing: () => void
}

/**
 * `POST /callbacks/iak`: the biller's callback, passed on by the gateway under an identity signed over its bytes. 401
 * without that or with a wrong signature of the biller, 403 from an address that is not its, 400 for garbage; 200 as
 * soon as it is written down, also for a number that we do not know.
 */
export function iakCallbackRoute(app: FastifyInstance, options: CallbackOptions): void {
  const { deps } = options
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post('/callbacks/iak', { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const viewer = viewerOf(request, body, options.identitySecret)
      if (!viewer) return reply.code(401).send({ status: 'identity required' })
      if (options.addresses.length > 0 && !options.addresses.includes(addressOf(viewer) ?? '')) {
        deps.logger.warn({ address: addressOf(viewer) }, 'a callback from an address that is not the biller’s')
        return reply.code(403).send({ status: 'forbidden' })
      }
      if (!isJson(request)) return reply.code(400).send({ status: 'not JSON' })
      const json = parse(body)
      const callback = parseCallback(json)
      if (!callback && isUnsigned(json)) return reply.code(401).send({ status: 'signature required' })
      if (!callback) return reply.code(400).send({ status: 'not a callback' })
      if (!isCallbackSignature(options.account, callback.refId, callback.sign)) {
        deps.logger.warn({ address: addressOf(viewer) }, 'a callback with a wrong signature')
        return reply.code(401).send({ status: 'wrong signature' })
      }
      if (await recordCallback(callback, deps, options.unknownCallbacks)) options.onRing()
      return reply.code(200).send({ status: 'ok' })
    })
  })
}

function viewerOf(request: FastifyRequest, content: Buffer, secret: string): Viewer | null {
  const identity = request.headers[IDENTITY_HEADER]
  return typeof identity === 'string' ? verifyIdentity(identity, { audience: 'transactions', content, secret }) : null
}

function addressOf(viewer: Viewer): string | undefined {
  return viewer.role === 'SERVICE' ? undefined : viewer.address
}

function isJson({ headers }: FastifyRequest): boolean {
  return /^application\/(\w+\+)?json\b/i.test(headers['content-type'] ?? '')
}

const unsigned = z.object({ data: z.object({ ref_id: z.union([z.string(), z.number()]) }) })

/** A callback in all but its signature. */
function isUnsigned(json: unknown): boolean {
  return unsigned.safeParse(json).success
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
