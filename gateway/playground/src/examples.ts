export interface Example {
  query: string
  variables?: string
  headers?: string
}

/** Placeholder in the Authorization header until the first sign-in on this page. */
export const TOKEN_PLACEHOLDER = '<accessToken>'

/** Headers of a tab that needs a signed-in user. */
export const AUTHORIZATION = JSON.stringify({ Authorization: `Bearer ${TOKEN_PLACEHOLDER}` }, null, 2)

const SIGN_IN = `# Masuk lebih dulu: tab lain memakai token ini selama halaman terbuka.
# Sign in first: the other tabs use this token while the page is open.
# Pemilik (owner): admin@setrum.test / Setrum-Admin-1
mutation Masuk($email: String!, $password: String!) {
  login(email: $email, password: $password) {
    accessToken
    accessTokenExpiresAt
    refreshToken
    user {
      name
      role
      shift {
        name
        startAt
        endAt
      }
    }
  }
}
`

const BUY_TOKEN = `# Beli token sebagai karyawan dengan shift yang sedang buka.
# Buy a token as an employee with an open shift.
mutation BeliToken($input: BuyTokenInput!) {
  buyToken(input: $input) {
    id
    invoice
    status
    price
    token
    kwh
    customer {
      name
      tariff
      power
    }
  }
}
`

const SALES = `# Token dapat datang setelah PROCESSING: ulangi kueri setelah beberapa detik.
# The token may arrive after PROCESSING: query again after a few seconds.
query Penjualan {
  transactions(first: 5) {
    totalCount
    nodes {
      invoice
      status
      price
      token
      kwh
    }
  }
}
`

const DASHBOARD = `# Dasbor sebagai pemilik: satu permintaan, tiga subgraph.
# The dashboard as the owner: one request, three subgraphs.
query Dasbor($f: SalesFilter, $t: TransactionFilter) {
  salesSummary(filter: $f) {
    success { count amount share }
    processing { count amount }
    failed { count amount }
    daily { date success { amount } }
  }
  transactions(filter: $t, first: 10) {
    totalCount
    nodes {
      invoice
      status
      price
      employeeName
      employee { name shift { name startAt endAt } }
      product { name }
    }
  }
  users(first: 50) {
    nodes { id name sales(filter: $f) { success { amount } } }
  }
  shifts { id name open sales(filter: $f) { success { amount } } }
}
`

/** Tabs that the playground opens with. `now` selects the employee with an open shift. */
export function examples(now: Date): Example[] {
  return [
    { query: SIGN_IN, variables: json({ email: demoEmployee(now), password: 'Setrum-Kasir-1' }), headers: '{}' },
    {
      query: BUY_TOKEN,
      variables: json({
        input: {
          meterNumber: '12345678901',
          productCode: 'hpln50000',
          idempotencyKey: `playground-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`,
        },
      }),
      headers: AUTHORIZATION,
    },
    { query: SALES, headers: AUTHORIZATION },
    { query: DASHBOARD, variables: json({ f: {}, t: {} }), headers: AUTHORIZATION },
  ]
}

function json(value: object): string {
  return JSON.stringify(value, null, 2)
}

/** Demo employee with an open shift at this hour (Asia/Jakarta). */
function demoEmployee(now: Date): string {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Asia/Jakarta' }).format(now))
  if (hour < 8) return 'dewi@setrum.test'
  return hour < 16 ? 'siti@setrum.test' : 'budi@setrum.test'
}
