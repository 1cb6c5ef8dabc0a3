import type { World } from '../world.js'

/** The bills that are taken; of the two names of non-taglis only the one that is known. */
export function priceList(world: World, status: unknown): Record<string, unknown> {
  const wanted = String(status ?? 'all').replace('-', ' ')
  const pasca = ['PLNPOSTPAID', world.settings.nonTaglisCode]
    .map((code) => {
      const { name, fee, commission, active } = world.priceList.postpaid(code)
      return { code, name, status: active ? 1 : 4, fee, komisi: commission, type: 'pln', category: 'postpaid' }
    })
    .filter((row) => wanted === 'all' || (row.status === 1) === (wanted === 'active'))
  return { pasca }
}
