import { noteForEmployee, withoutNumbers } from '../domain/confidential-text.js'
import { nextCheckOf, statusOf } from '../domain/settlement/phase.js'
import type {
  TransactionConnectionResolvers,
  TransactionEventResolvers,
  TransactionResolvers,
} from '../generated/resolvers.js'
import { maySee } from '../services/listing/row-level-authorization.js'

/** Shown for a row of the old system with an unknown employee. */
const UNKNOWN_NAME = '-'

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
  status: (sale) => statusOf(sale),
  nominal: ({ nominalIdr }) => nominalIdr,
  adminFee: ({ adminFeeIdr }) => adminFeeIdr,
  price: ({ priceIdr }) => priceIdr,
  token: (sale) => (statusOf(sale) === 'SUCCESS' ? sale.token : null),
  kwh: ({ energyKwh }) => (energyKwh === null ? null : Number(energyKwh)),
  bills: ({ bills }) =>
    bills.map(({ period, amountIdr, adminFeeIdr, penaltyIdr, totalIdr, meterStart, meterEnd }) => ({
      period,
      amount: amountIdr,
      adminFee: adminFeeIdr,
      penalty: penaltyIdr,
      total: totalIdr,
      meterStart,
      meterEnd,
    })),
  message: ({ message }, _args, { viewer }) => (viewer.role === 'ADMIN' ? message : withoutNumbers(message)),
  serialNumber: (sale, _args, { viewer }) =>
    viewer.role === 'ADMIN' && statusOf(sale) === 'SUCCESS' ? sale.serialNumber : null,
  employee: ({ employeeId }) => (employeeId === '' ? null : { id: employeeId }),
  employeeName: ({ employeeName, employeeId }, _args, { deps }) =>
    employeeName ?? deps.replicas.users.get(employeeId)?.name ?? UNKNOWN_NAME,
  shift: ({ shiftId }) => (shiftId === null ? null : { id: shiftId }),
  nextCheckAt: (sale) => nextCheckOf(sale),
  replayed: ({ isReplay }) => isReplay === true,
  needsAttention: ({ reviewReasons }) => reviewReasons.length > 0,
  profit: ({ profitIdr }, _args, { viewer }) => (viewer.role === 'ADMIN' ? profitIdr : null),
}

export const TransactionEvent: TransactionEventResolvers = {
  actorName: ({ actor }, _args, { deps }) => deps.replicas.users.get(actor)?.name ?? null,
  note: (event, _args, { viewer }) => (viewer.role === 'ADMIN' ? (event.note ?? null) : noteForEmployee(event, viewer)),
}

export const TransactionConnection: TransactionConnectionResolvers = {
  totalCount: ({ totalCount }) => totalCount(),
  countUpTo: ({ countUpTo }, args) => countUpTo(args),
}
