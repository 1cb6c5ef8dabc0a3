/** The parts of the biller's serial number of a token sale; null for a missing part. */
export interface SerialNumber {
  /** As it came. */
  raw: string
  /** 20 digits without separators; null when the biller gave something else. */
  token: string | null
  name: string | null
  tariff: string | null
  powerVa: number | null
  /** As printed, a decimal string such as `33.1`. */
  energyKwh: string | null
}

/**
 * Reads the serial number that comes with a successful token top-up: `token/name/tariff/power/kWh`. The biller's table
 * names three parts, its example has five; a name may hold a slash, so parts are counted from both ends. Does not
 * throw: a paid sale must not fail on its receipt.
 * @see biller reference, "SN format for PLN"
 */
export function parseSerialNumber(raw: string): SerialNumber {
  const parts = raw.split('/').map((part) => part.trim())
  const digits = (parts[0] ?? '').replace(/\D/g, '')
  const token = digits.length === 20 ? digits : null
  const rest = parts.slice(1)
  // Energy is the last part only when the part before it is the power.
  const hasEnergy = POWER.test(rest.at(-2) ?? '') && ENERGY.test(rest.at(-1) ?? '')
  const energyKwh = hasEnergy
    ? (rest
        .pop()
        ?.replace(/ *kwh$/i, '')
        .replace(',', '.') ?? null)
    : null
  const powerVa = readPower(takeLast(rest, (part) => POWER.test(part)))
  const tariff = takeLast(rest, (part) => TARIFF.test(part) && rest.length >= 2)?.toUpperCase() ?? null
  const name = rest.join('/') || null
  return { raw, token, name, tariff, powerVa, energyKwh }
}

/** Reads an inquiry's `segment_power`, such as `R1M /000000900`: tariff R1M, 900 VA. */
export function parseSegmentPower(text: string): { tariff: string | null; powerVa: number | null } {
  const [tariff = '', power] = text.split('/')
  return { tariff: tariff.trim() || null, powerVa: readPower(power?.trim()) }
}

const POWER = /^\d{1,9} *(VA)?$/i
const ENERGY = /^\d+([.,]\d+)? *(kWh)?$/i
const TARIFF = /^[A-Z]-?\d?[A-Z]?$/i

function takeLast(parts: string[], fits: (part: string) => boolean): string | undefined {
  const last = parts.at(-1)
  return last !== undefined && fits(last) ? parts.pop() : undefined
}

function readPower(text: string | undefined): number | null {
  const power = Number.parseInt(text ?? '', 10)
  return Number.isNaN(power) ? null : power
}
