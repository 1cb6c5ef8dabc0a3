import type { GraphQLResponse } from './execute-graphql.js'
import type { RecordedSale } from './reconcile-ledgers.js'

const PAGE =
  'query Page($after: String) { transactions(first: 100, after: $after) { nodes { invoice status createdAt productType } pageInfo { hasNextPage endCursor } } }'

export interface ListedSale extends RecordedSale {
  productType: 'PREPAID' | 'POSTPAID' | 'NON_TAGLIS'
}

/** Fetches every sale that the caller may see, page by page. */
export async function fetchAllSales(
  execute: (query: string, variables: Record<string, unknown>) => Promise<GraphQLResponse>,
): Promise<ListedSale[]> {
  const sales: ListedSale[] = []
  for (let after: string | null = null; ; ) {
    const { data } = await execute(PAGE, { after })
    sales.push(...data.transactions.nodes)
    if (!data.transactions.pageInfo.hasNextPage) return sales
    after = data.transactions.pageInfo.endCursor
  }
}
