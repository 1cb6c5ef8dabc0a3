import { type Account, isCallbackSignature, parseCallback } from '@setrum/iak'
import type { Viewer } from '@setrum/identity'
import { parseJson } from '@setrum/service-runtime'
import { readViewer } from '@setrum/subgraph-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../context.js'
import type { UnknownCallbacks } from '../models/unknown-callback.js'
import { recordCallback } from '../services/settlement/record-callback.js'

/** A callback has a few hundred bytes. */
const MAX_BYTES = 8 * 1024

export interface CallbackOptions {
  deps: Deps
  unknownCallbacks: UnknownCallbacks
  account: Account
  /** Addresses that callbacks may come from, as the gateway saw them; empty: any. */
  addresses: readonly string[]
  identitySecret: string
  /** Called when a status query became due. */
  onDue: () => void
}

/**
 * `POST /callbacks/iak`: the biller's callback, forwarded by the gateway with an identity signed over its bytes. 401
 * without it or with a wrong signature of the biller, 403 from an address that is not allowed, 400 for an invalid body;
 * 200 as soon as the callback is stored, also for an unknown ref id.
 */
export function iakCallbackRoute(app: FastifyInstance, options: CallbackOptions): void {
  const { deps } = options
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post('/callbacks/iak', { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const viewer = readViewer(request, { audience: 'transactions', content: body, secret: options.identitySecret })
      if (!viewer) return reply.code(401).send({ status: 'identity required' })
      if (options.addresses.length > 0 && !options.addresses.includes(addressOf(viewer) ?? '')) {
        deps.logger.warn(
          { event: 'biller.callback.wrong_address', address: addressOf(viewer) },
          'a callback came from an address that is not allowed',
        )
        return reply.code(403).send({ status: 'forbidden' })
      }
      if (!isJson(request)) return reply.code(400).send({ status: 'not JSON' })
      const json = parseJson(body.toString('utf8'))
      const callback = parseCallback(json)
      if (!callback && isUnsigned(json)) return reply.code(401).send({ status: 'signature required' })
      if (!callback) return reply.code(400).send({ status: 'not a callback' })
      if (!isCallbackSignature(options.account, callback.refId, callback.sign)) {
        deps.logger.warn(
          { event: 'biller.callback.wrong_signature', address: addressOf(viewer) },
          'a callback has a wrong signature',
        )
        return reply.code(401).send({ status: 'wrong signature' })
      }
      if (await recordCallback(callback, deps, options.unknownCallbacks)) options.onDue()
      return reply.code(200).send({ status: 'ok' })
    })
  })
}

function addressOf(viewer: Viewer): string | undefined {
  return viewer.role === 'SERVICE' ? undefined : viewer.address
}

function isJson({ headers }: FastifyRequest): boolean {
  return /^application\/(\w+\+)?json\b/i.test(headers['content-type'] ?? '')
}

const unsigned = z.object({ data: z.object({ ref_id: z.union([z.string(), z.number()]) }) })

/** Whether it is a callback that only lacks its signature. */
function isUnsigned(json: unknown): boolean {
  return unsigned.safeParse(json).success
}
