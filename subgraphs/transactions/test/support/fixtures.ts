import type { Viewer } from '@setrum/identity'
import type { ReplicaSources } from '../../src/services/replicas/replica-sources.js'

export const ADMIN: Viewer = { role: 'ADMIN', userId: '664000000000000000000001', sessionId: 's1' }
export const SITI: Viewer = {
  role: 'EMPLOYEE',
  userId: '664000000000000000000002',
  sessionId: 's2',
  shiftId: '665000000000000000000001',
}
export const BUDI: Viewer = {
  role: 'EMPLOYEE',
  userId: '664000000000000000000003',
  sessionId: 's3',
  shiftId: '665000000000000000000001',
}
export const ANONYMOUS: Viewer = { role: 'ANONYMOUS' }

export type Fixtures = ReturnType<typeof createFixtures>

/** Rows of master and users that a test can change. The shift is open round the clock by default. */
export function createFixtures() {
  const shift = { id: '665000000000000000000001', name: 'Pagi', startAt: '00:00', endAt: '23:59', active: true }
  const siti = employee('664000000000000000000002', 'Siti Aminah')
  const budi = employee('664000000000000000000003', 'Budi Santoso')
  const products = [
    token('hpln20000', 20_000),
    token('hpln50000', 50_000),
    token('hpln100000', 100_000),
    bill('PLNPOSTPAID', 'POSTPAID'),
    bill('PLNNONTAG', 'NON_TAGLIS'),
  ]
  const fixtures = { shift, siti, budi, products, isDown: false, requests: 0, priceRefreshes: 0 }
  const respondWith = (rows: () => unknown[]) => async () => {
    fixtures.requests += 1
    if (fixtures.isDown) throw new Error('the source is down')
    return structuredClone(rows())
  }
  const sources: ReplicaSources = {
    shifts: respondWith(() => [shift]),
    users: respondWith(() => [siti, budi]),
    products: respondWith(() => products),
    refreshPrices: async () => {
      fixtures.priceRefreshes += 1
    },
  }
  return Object.assign(fixtures, { sources })
}

const employee = (id: string, name: string) => ({
  id,
  name,
  active: true,
  role: 'EMPLOYEE',
  shiftId: '665000000000000000000001' as string | null,
})

const token = (code: string, nominal: number) => ({
  code,
  type: 'PREPAID',
  name: `Token PLN ${nominal}`,
  nominal: nominal as number | null,
  cost: (nominal + 500) as number | null,
  price: (nominal + 2_000) as number | null,
  active: true,
})

const bill = (code: string, type: string) => ({
  code,
  type,
  name: code,
  nominal: null as number | null,
  cost: null as number | null,
  price: null as number | null,
  active: true,
})
