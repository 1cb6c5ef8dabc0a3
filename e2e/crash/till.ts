import { codeOf, type GraphQLResponse, type RunningStack, waitUntil } from '@setrum/testing'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice } }'
const INQUIRE = 'mutation Inquire($input: InquireBillInput!) { inquireBill(input: $input) { id invoice } }'
const PAY = 'mutation Pay($id: ID!) { payBill(transactionId: $id) { id invoice } }'
/** How long a till repeats one sale before the run counts as broken; a restart takes seconds. */
export const PATIENCE_MS = 120_000
/** An access token holds for a quarter of an hour; a long run takes longer. */
const SESSION_MS = 10 * 60_000

/**
 * Whose bills each till takes. One number has one open payment at a time, so every till has its own; the biller answers
 * some with "paid", some with "in process" first, some with a code that can mean either.
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

/** What the tills were told. */
export interface ToldSales {
  /** Key to invoice. */
  invoices: Map<string, string>
  bills: number
  /** Keys that led to another sale when they were repeated. */
  changed: string[]
}

export interface TillPlan {
  running: RunningStack
  employee: { email: string; password: string }
  bill: (typeof BILLS)[number]
  name: string
  told: ToldSales
  random: () => number
  isOver: () => boolean
}

interface Sold {
  id: string
  invoice: string
}

/** Sells until the run is over: a bill after each three tokens. As the web app does, it repeats a key until it is told. */
export async function sellAtTill({ running, employee, bill, name, told, random, isOver }: TillPlan): Promise<void> {
  let session: { accessToken: string; endsAt: number } | null = null

  const ask = async (query: string, variables: object): Promise<GraphQLResponse> => {
    if (session === null || performance.now() > session.endsAt) {
      session = { accessToken: await running.signIn(employee), endsAt: performance.now() + SESSION_MS }
    }
    return running.graph(query, { ...variables }, session.accessToken)
  }
  /** Repeats one request until it is told of a sale; null when the number's last payment is not settled yet. */
  const untilTold = (query: string, variables: object, what: string): Promise<Sold | 'BEING_PAID'> =>
    waitUntil(
      async () => {
        const answer = await ask(query, variables).catch(() => null)
        if (answer && codeOf(answer) === 'DUPLICATE_SUSPECTED') return 'BEING_PAID'
        return Object.values(answer?.data ?? {})[0] as Sold | null
      },
      { within: PATIENCE_MS, what },
    )

  const sellToken = (idempotencyKey: string) =>
    untilTold(
      BUY,
      { input: { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey, confirmDuplicate: true } },
      `an answer to ${idempotencyKey}`,
    )
  const payBill = async (idempotencyKey: string) => {
    const inquiry = await untilTold(INQUIRE, { input: { ...bill, idempotencyKey } }, `the bill of ${idempotencyKey}`)
    if (inquiry === 'BEING_PAID') return inquiry
    return untilTold(PAY, { id: inquiry.id }, `the payment of ${idempotencyKey}`)
  }

  for (let sale = 0; !isOver(); sale += 1) {
    const key = `${name}-sale-${sale}`
    const isBill = sale % 4 === 3
    const sell = isBill ? payBill : sellToken
    const sold = await sell(key)
    if (sold === 'BEING_PAID') continue
    told.invoices.set(key, sold.invoice)
    if (isBill) told.bills += 1
    // Now and then a till asks again although it was answered, as after a lost answer.
    if (random() >= 0.1) continue
    const again = await sell(key)
    if (again === 'BEING_PAID' || again.invoice !== sold.invoice) told.changed.push(key)
  }
}
