import { createHash } from 'node:crypto'
import { DEMO_PREFIXES, demoCustomer } from '@setrum/units/demo-customers'
import type { Settings } from './settings.js'

const NAMES = [
  'BUDI SANTOSO',
  'SITI AMINAH',
  'AGUS WIJAYA',
  'DEWI LESTARI',
  'RUDI HARTONO',
  'SRI WAHYUNI',
  'JOKO SUSILO',
]

const DEMO_FAMILIES = { prepaid: 'meterNumber', postpaid: 'subscriberId', nonTaglis: 'registration' } as const

/** @returns the four digits of a demo customer's number; null for other numbers */
export function demoDigitsOf(number: string, families: readonly (keyof typeof DEMO_FAMILIES)[]): string | null {
  for (const family of families) {
    const prefix = DEMO_PREFIXES[DEMO_FAMILIES[family]]
    const digits = number.slice(prefix.length)
    if (number.startsWith(prefix) && /^\d{4}$/.test(digits)) return digits
  }
  return null
}

/** Tariff of a subsidised 900 VA household, for plausible energy on the receipt. */
const TARIFF_IDR_PER_KWH = 1_352

const SEGMENT_POWER = 'R1M /000000900'

/** Deterministic: a number always has the same customer. */
export function customerOf(number: string): {
  name: string
  meterNumber: string
  subscriberId: string
  segmentPower: string
} {
  const digits = demoDigitsOf(number, ['prepaid', 'postpaid', 'nonTaglis'])
  if (digits !== null) {
    const { name, meterNumber, subscriberId } = demoCustomer(digits)
    return { name, meterNumber, subscriberId, segmentPower: SEGMENT_POWER }
  }
  const name = number === '12345678901' ? 'Test PLN' : (NAMES[hashNumber(number) % NAMES.length] ?? 'TEST')
  return {
    name,
    meterNumber: number,
    subscriberId: `54${String(hashNumber(number) % 10_000_000_000).padStart(10, '0')}`,
    segmentPower: SEGMENT_POWER,
  }
}

/** The serial number of a token sale. Deterministic. */
export function serialNumberOf(
  { refId, customerId }: { refId: string; customerId: string },
  nominal: number,
  variant: Settings['serialNumber'],
): string {
  const digits = BigInt(`0x${createHash('sha256').update(refId).digest('hex')}`)
    .toString()
    .slice(0, 20)
  const token = (digits.match(/\d{4}/g) ?? []).join('-')
  const kwh = nominal / TARIFF_IDR_PER_KWH
  const { name } = customerOf(customerId)
  switch (variant) {
    case 'usual':
      return `${token}/${name}/R1M /000000900/${kwh.toFixed(1)}`
    case 'slash':
      return `${token}/CV MAJU/JAYA A/N ${name}/R1M /000000900/${kwh.toFixed(1)}`
    case 'one-word':
      return `${token}/${name.replaceAll(' ', '')}/R1M/000000900/${kwh.toFixed(1)}`
    case 'no-kwh':
      return `${token}/${name}/R1M /000000900`
    case 'two-decimals':
      return `${token}/${name}/R1M /000000900/${kwh.toFixed(2)}`
    case 'short-token':
      return `${token.slice(0, -1)}/${name}/R1M /000000900/${kwh.toFixed(1)}`
    case 'plain':
      return `SN${digits}`
  }
}

function hashNumber(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0)
}
