import type { TransactionResolvers } from '../generated/resolvers.js'
import { maySee } from '../services/listing/find-visible.js'

/** Old rows of people whom nobody knows any more. */
const NAMELESS = '-'

export const Transaction: TransactionResolvers = {
  __resolveReference: async ({ id }, { viewer, loaders }) => {
    if (viewer.role !== 'ADMIN' && viewer.role !== 'EMPLOYEE') return null
    const transaction = await loaders.transactionById.load(id)
    return transaction && maySee(viewer, transaction) ? transaction : null
  },
  product: ({ productCode }) => ({ __typename: 'Product', code: productCode }),
  customer: ({ customerNumber, customer }) => ({
    number: customerNumber,
    meterNumber: customer.meterNumber,
    subscriberId: customer.subscriberId,
    name: customer.name,
    tariff: customer.tariff,
    power: customer.powerVa,
  }),
  status: ({ state }) => state,
  nominal: ({ nominalIdr }) => nominalIdr,
  adminFee: ({ adminFeeIdr }) => adminFeeIdr,
  price: ({ priceIdr }) => priceIdr,
  token: ({ state, token }) => (state === 'SUCCESS' ? token : null),
  kwh: ({ energyKwh }) => (energyKwh === null ? null : Number(energyKwh)),
  bills: ({ bills }) =>
    bills.map(({ period, amountIdr, adminFeeIdr, penaltyIdr, totalIdr }) => ({
      period,
      amount: amountIdr,
      adminFee: adminFeeIdr,
      penalty: penaltyIdr,
      total: totalIdr,
    })),
  employee: ({ employeeId }) => (employeeId === '' ? null : { id: employeeId }),
  employeeName: ({ employeeName, employeeId }, _args, { deps }) =>
    employeeName ?? deps.copies.people.get(employeeId)?.name ?? NAMELESS,
  shift: ({ shiftId }) => (shiftId === null ? null : { id: shiftId }),
  profit: ({ profitIdr }, _args, { viewer }) => (viewer.role === 'ADMIN' ? profitIdr : null),
}
