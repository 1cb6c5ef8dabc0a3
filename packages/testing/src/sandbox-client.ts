/** One purchase as the biller's sandbox keeps it: the judge of every test. */
export interface LedgerEntry {
  ref_id: string
  tr_id: number
  kind: 'prepaid' | 'postpaid'
  customer_id: string
  product_code: string
  status: number
  rc: string
  price: number
  debited: number
  /** When the deposit was first debited, by the machine's clock; null: never. */
  debited_at: string | null
  credited: number
  calls: number
}

export interface Ledger {
  deposit: number
  transactions: LedgerEntry[]
}

/** The sandbox biller's admin surface, by HTTP. */
export function createSandboxClient(url: string) {
  const post = async (path: string, body: object = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`the biller's sandbox answered ${response.status} to ${path}`)
    return response.json()
  }
  return {
    ledger: async (): Promise<Ledger> => (await fetch(`${url}/_admin/ledger`)).json() as Promise<Ledger>,
    /** How long a prepaid purchase takes; null: never by itself. */
    delay: (ms: number | null) => post('/_admin/delay', { ms }),
    deposit: (amount: number) => post('/_admin/deposit', { amount }),
    faults: (operation: string, fault: string, times: number) => post('/_admin/faults', { operation, fault, times }),
    settle: (refId: string, rc = '00') => post(`/_admin/transactions/${refId}/result`, { rc }),
    reset: () => post('/_admin/reset'),
  }
}

export type SandboxClient = ReturnType<typeof createSandboxClient>
