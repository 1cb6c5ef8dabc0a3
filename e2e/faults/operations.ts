import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DEMO, type RunningStack, waitUntil } from '@setrum/testing'
import { parse } from 'graphql'
import { examples } from '../../gateway/playground/src/examples.js'

const MANIFEST = new URL('../../web/src/gen/persisted-documents.json', import.meta.url)
/** The biller never settles purchases for this meter. */
const PENDING_METER = '14000007002'
const FIRST_PASSWORD = 'Kasir-Uji-2026'
const OTHER_PASSWORD = 'Kasir-Lain-2026'

/** One client operation, repeatable any number of times. */
export interface Operation {
  name: string
  query: string
  /** Access token; null: anonymous. */
  accessToken: string | null
  /** Creates fresh variables for each request, bypassing the faults. */
  variables: () => Promise<Record<string, unknown>>
}

/** A bill that can be inquired and paid repeatedly. */
export interface PayableBill {
  customerNumber: string
  productType: 'POSTPAID' | 'NON_TAGLIS'
}

/** All operations of the web app's manifest and the playground's tabs. */
export async function operationsOf(running: RunningStack, payable: PayableBill): Promise<Operation[]> {
  const rules = await createRules(running, payable)
  const manifest = Object.values(JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, string>)
  const ofWeb = manifest.map((query) => ({ name: nameOf(query), query }))
  const ofPlayground = examples(new Date()).map(({ query }) => ({ name: `${nameOf(query)} (playground)`, query }))
  return [...ofWeb, ...ofPlayground].map((operation) => {
    const rule = rules[operation.name]
    // A new operation needs a rule here.
    if (!rule) throw new Error(`the fault matrix has no rule for ${operation.name}`)
    return { ...operation, accessToken: rule.as, variables: async () => (await rule.with?.()) ?? {} }
  })
}

interface Rule {
  as: string | null
  with?: () => Promise<Record<string, unknown>> | Record<string, unknown>
}

async function createRules(running: RunningStack, payable: PayableBill): Promise<Record<string, Rule>> {
  const execute = async (query: string, variables: Record<string, unknown>, as?: string) => {
    const response = await running.graph(query, variables, as)
    if (response.errors) throw new Error(`${query}: ${JSON.stringify(response.errors)}`)
    return response.data
  }
  const admin = await running.asAdmin()
  const seller = await running.anEmployee(admin)
  const resettable = await running.anEmployee(admin)
  const changing = await running.anEmployee(admin)

  const key = () => `faults-${randomUUID()}`
  const tokenInput = (meterNumber: string) => ({
    input: { meterNumber, productCode: 'hpln20000', idempotencyKey: key(), confirmDuplicate: true },
  })
  const billInput = () => ({ input: { ...payable, idempotencyKey: key() } })
  const buyToken = async (meterNumber: string): Promise<string> =>
    (
      await execute(
        'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id } }',
        tokenInput(meterNumber),
        seller.accessToken,
      )
    ).buyToken.id
  const inquireFreshBill = (): Promise<string> =>
    waitUntil(
      async () => {
        const response = await running.graph(
          'mutation($input: InquireBillInput!) { inquireBill(input: $input) { id } }',
          billInput(),
          seller.accessToken,
        )
        return response.data?.inquireBill?.id
      },
      { what: 'a bill without a payment in progress' },
    )
  const createRefreshToken = async () => ({
    refreshToken: (
      await execute(
        'mutation($email: String!, $password: String!) { login(email: $email, password: $password) { refreshToken } }',
        DEMO.admin,
      )
    ).login.refreshToken,
  })
  const sale = await buyToken('14000001000')
  const pending = await buyToken(PENDING_METER)
  const bill = await inquireFreshBill()
  const firstPage = { first: 10, page: 1 }

  // The password alternates; a sign-in shows whether the last change took effect.
  const alternatePassword = async () => {
    const login = (password: string) =>
      running.graph('mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }', {
        e: changing.email,
        p: password,
      })
    const isFirst = (await login(FIRST_PASSWORD)).data?.login != null
    return isFirst
      ? { currentPassword: FIRST_PASSWORD, newPassword: OTHER_PASSWORD }
      : { currentPassword: OTHER_PASSWORD, newPassword: FIRST_PASSWORD }
  }

  return {
    Dashboard: { as: admin, with: () => ({ filter: {}, before: { to: '2026-01-01' } }) },
    ShiftList: { as: admin },
    CreateShift: { as: admin, with: () => ({ input: { name: 'Uji', startAt: '01:00', endAt: '02:00' } }) },
    UpdateShift: { as: admin, with: () => ({ id: resettable.shiftId, input: { name: 'Uji lagi' } }) },
    EmployeeList: { as: admin, with: () => firstPage },
    EmployeeById: { as: admin, with: () => ({ id: seller.id }) },
    ShiftChoices: { as: admin },
    CreateEmployee: {
      as: admin,
      with: () => {
        const employeeNumber = randomUUID().slice(0, 13)
        const user = { name: 'Baru', password: FIRST_PASSWORD, phone: '081234567890', shiftId: seller.shiftId }
        return { input: { ...user, employeeNumber, email: `${employeeNumber}@kasir.test` } }
      },
    },
    UpdateEmployee: { as: admin, with: () => ({ id: resettable.id, input: { name: 'Namanya lain' } }) },
    ResetEmployeePassword: { as: admin, with: () => ({ id: resettable.id, newPassword: OTHER_PASSWORD }) },
    ProductList: { as: admin },
    UpdateProduct: { as: admin, with: () => ({ code: 'hpln1000000', input: { margin: 2_000 } }) },
    FilterOptions: { as: admin },
    TokenProducts: { as: seller.accessToken },
    PrepaidCustomer: { as: seller.accessToken, with: () => ({ meterNumber: '12345678901' }) },
    KnownCustomers: { as: seller.accessToken, with: () => ({ productType: 'PREPAID', first: 5 }) },
    BuyToken: { as: seller.accessToken, with: () => tokenInput('14000001000') },
    InquireBill: { as: seller.accessToken, with: billInput },
    PayBill: { as: seller.accessToken, with: async () => ({ transactionId: await inquireFreshBill() }) },
    SaleOutcomeById: { as: seller.accessToken, with: () => ({ id: sale }) },
    BillToPayById: { as: seller.accessToken, with: () => ({ id: bill }) },
    CustomerBook: { as: seller.accessToken, with: () => ({ first: 20 }) },
    MyShift: { as: seller.accessToken },
    SignIn: { as: null, with: () => DEMO.admin },
    RefreshSession: { as: null, with: createRefreshToken },
    SignOut: { as: null, with: createRefreshToken },
    ReceiptById: { as: seller.accessToken, with: () => ({ id: sale }) },
    RecordPrint: { as: seller.accessToken, with: () => ({ id: sale }) },
    ChangePassword: { as: changing.accessToken, with: alternatePassword },
    TransactionList: {
      as: admin,
      with: () => ({ filter: {}, sort: 'NEWEST', isSearch: false, countLimit: 1000, ...firstPage }),
    },
    TransactionDetailById: { as: admin, with: () => ({ id: sale }) },
    CheckTransactionStatus: { as: seller.accessToken, with: () => ({ id: pending }) },
    ResolveTransaction: {
      as: admin,
      with: async () => ({ id: await buyToken(PENDING_METER), resolution: 'FAILED', note: 'uji gangguan' }),
    },
    CorrectTransaction: {
      as: admin,
      with: async () => ({ id: await buyToken('14000001000'), resolution: 'FAILED', note: 'uji gangguan' }),
    },
    // The biller refuses this meter because of the account, which is a review reason.
    ReviewTransaction: {
      as: admin,
      with: async () => ({ id: await buyToken('14000001107'), note: 'uji gangguan' }),
    },
    'Masuk (playground)': {
      as: null,
      with: () => ({ email: seller.email, password: FIRST_PASSWORD }),
    },
    'BeliToken (playground)': { as: seller.accessToken, with: () => tokenInput('14000001000') },
    'Penjualan (playground)': { as: seller.accessToken },
    'Dasbor (playground)': { as: admin, with: () => ({ f: {}, t: {} }) },
  }
}

function nameOf(query: string): string {
  for (const definition of parse(query).definitions) {
    if (definition.kind === 'OperationDefinition' && definition.name) return definition.name.value
  }
  throw new Error(`an operation without a name: ${query}`)
}
