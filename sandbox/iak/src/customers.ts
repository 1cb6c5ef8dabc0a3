import { createHash } from 'node:crypto'
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

/** Tariff of a subsidised 900 VA household, for plausible energy on the receipt. */
const TARIFF_IDR_PER_KWH = 1_352

/** Deterministic: a number always has the same customer. */
export function customerOf(number: string): {
  name: string
  meterNumber: string
  subscriberId: string
  segmentPower: string
} {
  const name = number === '12345678901' ? 'Test PLN' : (NAMES[hashNumber(number) % NAMES.length] ?? 'TEST')
  return {
    name,
    meterNumber: number,
    subscriberId: `54${String(hashNumber(number) % 10_000_000_000).padStart(10, '0')}`,
    segmentPower: 'R1M /000000900',
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
