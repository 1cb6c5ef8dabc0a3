const NAMES = [
  'AGUS WIJAYA',
  'SRI WAHYUNI',
  'JOKO SUSILO',
  'RINA MARLINA',
  'BAMBANG HERMANTO',
  'NUR HIDAYAH',
  'EKO PRASETYO',
  'LILIS SURYANI',
  'HENDRA GUNAWAN',
  'YULI ASTUTI',
  'TOKO BERKAH JAYA',
  'AHMAD FAUZI',
] as const

/** The numbers of a demo customer are one of these with the same four digits. */
export const DEMO_PREFIXES = { meterNumber: '1430000', subscriberId: '54300000', registration: '322600000' } as const

export type DemoCustomer = Record<keyof typeof DEMO_PREFIXES, string> & { name: string }

/**
 * A customer of the demo sales and of the biller's sandbox, so that the customers of the demo can buy again.
 * @param digits four digits
 */
export function demoCustomer(digits: string): DemoCustomer {
  const { meterNumber, subscriberId, registration } = DEMO_PREFIXES
  return {
    name: NAMES[Number(digits) % NAMES.length] ?? NAMES[0],
    meterNumber: meterNumber + digits,
    subscriberId: subscriberId + digits,
    registration: registration + digits,
  }
}
