import { createParser } from 'nuqs/server'
import { FLAG, SALE_TABS, type SaleTab } from './urls'

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
