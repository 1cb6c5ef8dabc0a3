import type { World } from '../world.js'

/** The tokens on sale; everything but `pln` is a type that the sandbox does not sell. */
export function priceList(world: World, type: string | undefined, status: unknown): Record<string, unknown> {
  const wanted = String(status ?? 'all').replace('-', ' ')
  const pricelist = (type === undefined || type === 'pln' ? world.priceList.prepaid : [])
    .map((row) => ({
      product_code: row.code,
      product_description: 'PLN',
      product_nominal: String(row.nominal),
      product_details: '-',
      product_price: row.price,
      product_type: 'pln',
      active_period: '0',
      status: row.active ? 'active' : 'non active',
      icon_url: 'https://cdn.example/pln.png',
      product_category: 'pln',
    }))
    .filter((row) => wanted === 'all' || row.status === wanted)
  return { pricelist, rc: '00', message: 'SUCCESS' }
}
