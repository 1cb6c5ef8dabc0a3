import { setTimeout as sleep } from 'node:timers/promises'
import { createLogger } from '@setrum/service-runtime'
import { requireService, startSubgraph } from '@setrum/subgraph-kit'
import { TEST_IDENTITY_SECRET } from '@setrum/testing'
import { parse } from 'graphql'
import type { ReplicatedShift } from '../../src/context.js'

export const PAGI = '665000000000000000000001'
export const SORE = '665000000000000000000002'
export const MALAM = '665000000000000000000003'

/** The demo shifts, except that Malam spans midnight. */
export function demoShifts(): ReplicatedShift[] {
  return [
    { id: PAGI, name: 'Pagi', startAt: '08:00', endAt: '15:59', active: true },
    { id: SORE, name: 'Sore', startAt: '16:00', endAt: '23:59', active: true },
    { id: MALAM, name: 'Malam', startAt: '22:00', endAt: '05:59', active: true },
  ]
}

export type FakeMaster = Awaited<ReturnType<typeof startFakeMaster>>

/** A minimal master over real HTTP with the same service authentication: the query `shifts`. */
export async function startFakeMaster(port = 0) {
  const state = { shifts: demoShifts(), requestCount: 0, responseDelayMs: 0 }
  const subgraph = await startSubgraph({
    name: 'master',
    typeDefs: parse(`
      type Shift { id: ID! name: String! startAt: String! endAt: String! active: Boolean! }
      type Query { shifts: [Shift!] }
    `),
    resolvers: {
      Query: {
        shifts: async (
          _root: unknown,
          _args: unknown,
          { viewer }: { viewer: Parameters<typeof requireService>[0] },
        ) => {
          requireService(viewer)
          state.requestCount += 1
          const { shifts } = state
          await sleep(state.responseDelayMs)
          return shifts
        },
      },
    },
    context: (base) => base,
    identitySecret: TEST_IDENTITY_SECRET,
    logger: createLogger('master', 'silent'),
    host: '127.0.0.1',
    port,
    portVariable: 'MASTER_PORT',
    isReady: () => true,
    isPrepared: () => true,
  })
  return { state, port: subgraph.port, url: `http://127.0.0.1:${subgraph.port}/graphql`, stop: subgraph.stop }
}
