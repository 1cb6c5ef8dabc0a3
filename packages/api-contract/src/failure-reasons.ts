/** Why the biller refused a sale or an inquiry, in a shop owner's words. */
export const FAILURE_MESSAGES = {
  alreadyPaid: { id: 'Tagihan ini sudah dibayar.', en: 'This bill is already paid.' },
  billExpired: {
    id: 'Tagihan ini sudah tidak berlaku. Cek tagihan lagi.',
    en: 'This bill is no longer valid. Look it up again.',
  },
  billMissing: { id: 'Tagihan belum terbit.', en: 'The bill is not issued yet.' },
  billerDown: { id: 'Sistem biller sedang dalam perbaikan.', en: "The biller's system is under maintenance." },
  cutOff: { id: 'PLN tidak menerima transaksi pada jam ini.', en: 'PLN accepts no transactions at this hour.' },
  dailyLimit: {
    id: 'Batas pembelian nomor ini hari ini sudah tercapai.',
    en: "Today's limit for this number is reached.",
  },
  deposit: {
    id: 'Saldo deposit konter tidak cukup. Beri tahu pemilik.',
    en: "The counter's deposit is too low. Tell the owner.",
  },
  numberBlocked: { id: 'Nomor ini diblokir.', en: 'This number is blocked.' },
  numberUnknown: {
    id: 'Nomor meter atau ID pelanggan tidak ditemukan.',
    en: 'No such meter or customer number is known.',
  },
  numberWrong: {
    id: 'Nomor ini salah atau tidak cocok dengan produknya.',
    en: 'This number is wrong or does not fit the product.',
  },
  payAtPln: {
    id: 'Tagihan ini hanya bisa dibayar di kantor PLN.',
    en: 'This bill can only be paid at a PLN office.',
  },
  productDown: { id: 'Produk ini sedang gangguan.', en: 'This product is out of service at the moment.' },
  tryLater: {
    id: 'Biller sedang gangguan. Coba lagi beberapa menit lagi.',
    en: 'The biller has a problem. Try again in a few minutes.',
  },
} as const satisfies Record<string, { id: string; en: string }>

export type FailureReason = keyof typeof FAILURE_MESSAGES

const PREPAID: Partial<Record<string, FailureReason>> = {
  '10': 'dailyLimit',
  '13': 'numberBlocked',
  '14': 'numberUnknown',
  '16': 'numberWrong',
  '17': 'deposit',
  '20': 'productDown',
  '106': 'productDown',
  '110': 'billerDown',
  '202': 'dailyLimit',
  '203': 'numberWrong',
  '206': 'numberBlocked',
  '207': 'dailyLimit',
}

const POSTPAID: Partial<Record<string, FailureReason>> = {
  '01': 'alreadyPaid',
  '04': 'billExpired',
  '08': 'numberBlocked',
  '09': 'tryLater',
  '10': 'billMissing',
  '13': 'numberBlocked',
  '14': 'numberUnknown',
  '15': 'numberWrong',
  '16': 'numberWrong',
  '17': 'deposit',
  '20': 'productDown',
  '30': 'payAtPln',
  '31': 'payAtPln',
  '32': 'payAtPln',
  '33': 'tryLater',
  '34': 'alreadyPaid',
  '35': 'payAtPln',
  '36': 'payAtPln',
  '38': 'tryLater',
  '40': 'alreadyPaid',
  '41': 'payAtPln',
  '91': 'tryLater',
  '92': 'tryLater',
  '103': 'tryLater',
  '105': 'tryLater',
  '106': 'productDown',
  '109': 'cutOff',
  '110': 'billerDown',
}

/**
 * The reason that a response code of the biller stands for; null for a code that does not help the shop.
 * @see biller reference, "Response codes"
 */
export function failureReasonOf(
  productType: 'PREPAID' | 'POSTPAID' | 'NON_TAGLIS',
  responseCode: string | null,
): FailureReason | null {
  return (productType === 'PREPAID' ? PREPAID : POSTPAID)[responseCode ?? ''] ?? null
}
