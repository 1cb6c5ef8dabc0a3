/**
 * The meaning of a response code. `OK` success. `FAIL` final failure, nothing bought. `REJ` rejected before a
 * transaction existed. `CFG` rejected because of our account or a bug of ours: needs a person. `KEEP` unknown outcome:
 * query the status later. `NA` not expected here. `RETRY` an inquiry that may be tried again.
 * @see biller reference, "Response codes"
 */
export type CodeMeaning = 'OK' | 'FAIL' | 'REJ' | 'CFG' | 'KEEP' | 'NA' | 'RETRY'

export interface CodeRule {
  meaning: CodeMeaning
  /** Needs a person, such as an empty deposit. */
  alarm?: true
  /** Confirm by one status query before calling it failed. */
  verify?: true
  /** An inquiry that failed and may be tried again. */
  retry?: true
}

/** Prepaid, for top-up and status query. `NOT_FOUND` (06) has a meaning of its own in a status query only. */
export const PREPAID_CODES: Readonly<Record<string, CodeRule>> = {
  '00': { meaning: 'OK' },
  '06': { meaning: 'KEEP' },
  '07': { meaning: 'FAIL' },
  '10': { meaning: 'REJ' },
  '12': { meaning: 'NA' },
  '13': { meaning: 'FAIL' },
  '14': { meaning: 'FAIL' },
  '16': { meaning: 'FAIL' },
  '17': { meaning: 'REJ', alarm: true },
  '18': { meaning: 'NA' },
  '19': { meaning: 'NA' },
  '20': { meaning: 'REJ' },
  '21': { meaning: 'NA' },
  '39': { meaning: 'KEEP' },
  '43': { meaning: 'NA' },
  '102': { meaning: 'CFG' },
  '106': { meaning: 'REJ' },
  '107': { meaning: 'CFG' },
  '110': { meaning: 'REJ', verify: true },
  '117': { meaning: 'CFG' },
  '118': { meaning: 'CFG' },
  '121': { meaning: 'NA' },
  '131': { meaning: 'NA' },
  '132': { meaning: 'NA' },
  '141': { meaning: 'NA' },
  '142': { meaning: 'NA' },
  '143': { meaning: 'NA' },
  '201': { meaning: 'KEEP' },
  '202': { meaning: 'REJ' },
  '203': { meaning: 'REJ' },
  '204': { meaning: 'CFG' },
  '205': { meaning: 'CFG' },
  '206': { meaning: 'REJ' },
  '207': { meaning: 'REJ' },
  '208': { meaning: 'CFG' },
  '301': { meaning: 'NA' },
}

export interface PostpaidRule {
  inquiry: CodeRule
  pay: CodeRule
}

const both = (meaning: CodeMeaning, more: Omit<CodeRule, 'meaning'> = {}): PostpaidRule => ({
  inquiry: { meaning },
  pay: { meaning, ...more },
})
const split = (inquiry: CodeMeaning, pay: CodeMeaning, more: Omit<CodeRule, 'meaning'> = {}): PostpaidRule => ({
  inquiry: { meaning: inquiry },
  pay: { meaning: pay, ...more },
})

/** An inquiry that failed and may be tried again; `RETRY` is for those that the biller itself calls pending. */
const triedAgain = (pay: CodeMeaning): PostpaidRule => ({
  inquiry: { meaning: 'FAIL', retry: true },
  pay: { meaning: pay },
})

/** Postpaid, apart for inquiry and payment. A code that the reference does not expect on pay is kept open. */
export const POSTPAID_CODES: Readonly<Record<string, PostpaidRule>> = {
  '00': both('OK'),
  // On pay, "already paid" may be our own payment whose response was lost.
  '01': split('FAIL', 'KEEP'),
  '02': split('NA', 'KEEP'),
  '03': both('REJ'),
  '04': split('REJ', 'FAIL'),
  '05': split('RETRY', 'KEEP'),
  // Our tr_id comes from our own inquiry, so "not found" is a race, not a refusal.
  '06': split('NA', 'KEEP'),
  '07': both('FAIL'),
  '08': both('FAIL'),
  '09': triedAgain('FAIL'),
  '10': both('FAIL'),
  '11': split('REJ', 'KEEP'),
  '13': both('FAIL'),
  '14': both('FAIL'),
  '15': both('FAIL'),
  '16': both('FAIL'),
  '17': split('NA', 'REJ', { alarm: true }),
  '20': split('REJ', 'KEEP'),
  '30': both('FAIL'),
  '31': both('FAIL'),
  '32': both('FAIL'),
  '33': both('FAIL', { verify: true }),
  '34': split('FAIL', 'KEEP'),
  '35': both('FAIL'),
  '36': both('FAIL'),
  '37': split('NA', 'FAIL'),
  '38': split('NA', 'FAIL'),
  '39': split('RETRY', 'KEEP'),
  '40': split('FAIL', 'KEEP'),
  '41': both('FAIL'),
  '42': split('NA', 'KEEP'),
  '91': triedAgain('KEEP'),
  '92': triedAgain('KEEP'),
  '93': split('REJ', 'FAIL'),
  '94': both('FAIL'),
  '100': both('CFG'),
  '101': both('CFG'),
  '102': both('CFG'),
  '103': triedAgain('KEEP'),
  '105': triedAgain('KEEP'),
  '106': both('REJ'),
  '107': both('CFG'),
  '108': both('FAIL'),
  '109': both('REJ'),
  '110': both('REJ', { verify: true }),
  '117': both('CFG'),
  '118': both('CFG'),
  '201': split('RETRY', 'KEEP'),
}

/** The biller's own three classes, by which a code is checked against the `status` beside it. */
export type CodeClass = 'SUCCESS' | 'PENDING' | 'FAILED' | 'NOT_PAID_YET'

export function prepaidClass(code: string): Exclude<CodeClass, 'NOT_PAID_YET'> | null {
  if (!PREPAID_CODES[code]) return null
  if (code === '00') return 'SUCCESS'
  return code === '39' || code === '201' ? 'PENDING' : 'FAILED'
}

export function postpaidClass(code: string): CodeClass | null {
  if (!POSTPAID_CODES[code]) return null
  if (code === '00') return 'SUCCESS'
  if (code === '42' || code === '02') return 'NOT_PAID_YET'
  return code === '39' || code === '201' || code === '05' ? 'PENDING' : 'FAILED'
}
