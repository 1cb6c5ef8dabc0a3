export {
  addDays,
  BILLER_TIME_ZONE,
  BUSINESS_TIME_ZONE,
  businessDate,
  businessHour,
  endOfDay,
  isLocalDate,
  readInstant,
  startOfDay,
  startOfHour,
  zoned,
} from './business-time.js'
export { type CutOff, cutOffEndsAt, readCutOff } from './cut-off.js'
export { cleanNumber, digitsOf, readPhoneNumber } from './number-text.js'
export { averageRupiah, formatRupiah, isRupiah, type Rupiah, readRupiahText } from './rupiah.js'
export {
  isLocalTime,
  isRoundTheClock,
  isWithinShift,
  readLocalTime,
  type ShiftHours,
  shiftEndsAt,
  shiftOpensAt,
  shiftStartedAt,
} from './shift-hours.js'
