import { codeOf, type GraphQLResponse, type RunningStack, waitUntil } from '@setrum/testing'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice } }'
const INQUIRE = 'mutation Inquire($input: InquireBillInput!) { inquireBill(input: $input) { id invoice } }'
const PAY = 'mutation Pay($id: ID!) { payBill(transactionId: $id) { id invoice } }'
/** Maximum time a till repeats one sale before the run fails; a restart takes seconds. */
export const TILL_TIMEOUT_MS = 120_000
/** Renews the access token, which expires after 15 minutes, in long runs. */
const SESSION_MS = 10 * 60_000

/**
 * The bill of each till. A number has one open payment at a time, so every till needs its own. The sandbox responds to
 * some with "paid", to some with "in process" first, to some with an ambiguous code.
 */
export const BILLS = [
  { customerNumber: '530000000000', productType: 'POSTPAID' },
  { customerNumber: '530000001000', productType: 'POSTPAID' },
  { customerNumber: '530000002000', productType: 'POSTPAID' },
  { customerNumber: '530000005103', productType: 'POSTPAID' },
  { customerNumber: '3225030000000', productType: 'NON_TAGLIS' },
  { customerNumber: '3225030001000', productType: 'NON_TAGLIS' },
  { customerNumber: '3225030002000', productType: 'NON_TAGLIS' },
  { customerNumber: '3225030005105', productType: 'NON_TAGLIS' },
] as const

/** Sales confirmed to the tills. */
export interface ReceivedSales {
  /** Key to invoice. */
  invoices: Map<string, string>
  bills: number
  /** Keys that returned another sale when repeated. */
  changed: string[]
}

export interface TillPlan {
  running: RunningStack
  employee: { email: string; password: string }
  bill: (typeof BILLS)[number]
  name: string
  received: ReceivedSales
  random: () => number
  isOver: () => boolean
}

interface Sold {
  id: string
  invoice: string
}

/** Sells until the run is over, a bill after every three tokens. Like the web app, it repeats a key until it has a sale. */
export async function sellAtTill({ running, employee, bill, name, received, random, isOver }: TillPlan): Promise<void> {
  let session: { accessToken: string; endsAt: number } | null = null

  const execute = async (query: string, variables: object): Promise<GraphQLResponse> => {
    if (session === null || performance.now() > session.endsAt) {
      session = { accessToken: await running.signIn(employee), endsAt: performance.now() + SESSION_MS }
    }
    return running.graph(query, { ...variables }, session.accessToken)
  }
  /** Repeats a request until the response has a sale; BEING_PAID while the number's last payment is open. */
  const repeatUntilSold = (query: string, variables: object, what: string): Promise<Sold | 'BEING_PAID'> =>
    waitUntil(
      async () => {
        const response = await execute(query, variables).catch(() => null)
        if (response && codeOf(response) === 'DUPLICATE_SUSPECTED') return 'BEING_PAID'
        return Object.values(response?.data ?? {})[0] as Sold | null
      },
      { within: TILL_TIMEOUT_MS, what },
    )

  const sellToken = (idempotencyKey: string) =>
    repeatUntilSold(
      BUY,
      { input: { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true } },
      `a response to ${idempotencyKey}`,
    )
  const payBill = async (idempotencyKey: string) => {
    const inquiry = await repeatUntilSold(
      INQUIRE,
      { input: { ...bill, idempotencyKey } },
      `the bill of ${idempotencyKey}`,
    )
    if (inquiry === 'BEING_PAID') return inquiry
    return repeatUntilSold(PAY, { id: inquiry.id }, `the payment of ${idempotencyKey}`)
  }

  for (let sale = 0; !isOver(); sale += 1) {
    const key = `${name}-sale-${sale}`
    const isBill = sale % 4 === 3
    const sell = isBill ? payBill : sellToken
    const sold = await sell(key)
    if (sold === 'BEING_PAID') continue
    received.invoices.set(key, sold.invoice)
    if (isBill) received.bills += 1
    // A tenth of the sales is repeated, as after a lost response.
    if (random() >= 0.1) continue
    const again = await sell(key)
    if (again === 'BEING_PAID' || again.invoice !== sold.invoice) received.changed.push(key)
  }
}
