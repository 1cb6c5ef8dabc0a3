import { type Audience, IDENTITY_HEADER, signIdentity } from '@setrum/identity'
import { request } from 'undici'

export interface SubgraphCall {
  /** Our own name, which the other side sees as the viewer. */
  service: string
  to: Audience
  /** Where the other subgraph's GraphQL is: one address, or several instances with commas between. */
  url: string
  query: string
  variables?: Record<string, unknown>
  secret: string
  timeoutMs: number
}

/**
 * Asks a sister subgraph for reference data, as ourselves. For a service's own copy of what it must know to work
 * alone; reads are joined by the gateway, never here. Of several instances the first that answers does.
 * @returns `data` as it came; the caller parses it
 * @throws Error when the sister is down, slow, or answers with errors
 */
export async function callSubgraph(call: SubgraphCall): Promise<unknown> {
  const body = JSON.stringify({ query: call.query, variables: call.variables ?? {} })
  const identity = signIdentity({
    viewer: { role: 'SERVICE', service: call.service },
    audience: call.to,
    content: body,
    secret: call.secret,
  })
  let failure: unknown = new Error(`the ${call.to} subgraph has no address`)
  for (const url of call.url.split(',')) {
    try {
      return await askOnce(url.trim(), { body, identity, call })
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

async function askOnce(
  url: string,
  { body, identity, call }: { body: string; identity: string; call: SubgraphCall },
): Promise<unknown> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: identity },
    body,
    signal: AbortSignal.timeout(call.timeoutMs),
  })
  const answer = (await response.body.json()) as { data?: unknown; errors?: unknown[] }
  if (response.statusCode !== 200 || answer.errors || !answer.data) {
    throw new Error(`the ${call.to} subgraph answered ${response.statusCode} with ${answer.errors?.length ?? 0} errors`)
  }
  return answer.data
}
