import { createParser } from 'nuqs/server'
import type { ProductType } from '@/gen/graphql'

/** Pages by purpose. The folders of src/app have the same names. */
export const PATHS = {
  signIn: '/masuk',
  sell: '/jual',
  history: '/riwayat',
  customers: '/pelanggan',
  myShift: '/shift-saya',
  dashboard: '/dasbor',
  transactions: '/transaksi',
  employees: '/karyawan',
  shifts: '/jam-kerja',
  products: '/produk',
  receipt: '/struk',
} as const

/** Query parameters by their name in the code. The addresses that users see and save are in Indonesian. */
export const URL_KEYS = {
  search: 'cari',
  status: 'status',
  type: 'jenis',
  from: 'dari',
  to: 'sampai',
  employeeId: 'karyawan',
  shiftId: 'shift',
  needsAttention: 'perhatian',
  sort: 'urut',
  page: 'halaman',
  id: 'id',
  isNew: 'baru',
  productCode: 'produk',
  openProductCode: 'kode',
  transactionId: 'trx',
  isReplay: 'tercatat',
  saleTab: 'jenis',
  meterNumber: 'meter',
  customerNumber: 'nomor',
  isPrinting: 'cetak',
  returnTo: 'ke',
  signOutReason: 'alasan',
} as const

/** The value of a flag that is set. A flag that is not set is left out. */
export const FLAG = 'ya'

/** In place of an id: the form for a new entry is open. */
export const NEW_ID = 'baru'

/** The tabs of the sell page, in their order. */
export const SALE_TABS = { token: 'token', bill: 'tagihan', nonTaglis: 'nontaglis' } as const
export type SaleTab = keyof typeof SALE_TABS

/** Why the sign-in page opened by itself. */
export const SIGN_OUT_REASONS = {
  sessionEnded: 'berakhir',
  outsideShift: 'jam-kerja',
  accountInactive: 'nonaktif',
} as const
export type SignOutReason = keyof typeof SIGN_OUT_REASONS

type UrlParams = Partial<Record<keyof typeof URL_KEYS, string | null | undefined>>

interface SaleTarget {
  number: string
  productType: ProductType
  productCode: string
}

/** An address within the app. Empty parameters are left out. */
export function linkTo(path: string, params: UrlParams): string {
  const given = Object.entries(params).filter((entry): entry is [keyof typeof URL_KEYS, string] => Boolean(entry[1]))
  const query = new URLSearchParams(given.map(([name, value]) => [URL_KEYS[name], value]))
  return query.size > 0 ? `${path}?${query}` : path
}

/** The sell page, filled in for another sale to this customer. */
export function linkToSale({ number, productType, productCode }: SaleTarget): string {
  if (productType === 'PREPAID') return linkTo(PATHS.sell, { meterNumber: number, productCode })
  const saleTab = productType === 'POSTPAID' ? SALE_TABS.bill : SALE_TABS.nonTaglis
  return linkTo(PATHS.sell, { saleTab, customerNumber: number })
}

/** True when the flag is set, null otherwise. */
export const parseAsFlag = createParser({
  parse: (text) => (text === FLAG ? (true as const) : null),
  serialize: () => FLAG,
})

export const parseAsSaleTab = createParser<SaleTab>({
  parse: (text) => keyOf(SALE_TABS, text),
  serialize: (tab) => SALE_TABS[tab],
})

/** The name in the code for a value from the address; null for any other text. */
export function keyOf<Values extends Record<string, string>>(values: Values, text: unknown): keyof Values | null {
  return Object.keys(values).find((key) => values[key] === text) ?? null
}

/** A base for resolving: another site in an address changes the origin. */
const HOME = 'http://home.invalid'

/** The page after sign-in: a path of this app, never another site, parsed as the browser does; `/` otherwise. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || !URL.canParse(text, HOME)) return '/'
  return new URL(text, HOME).origin === HOME ? text : '/'
}
