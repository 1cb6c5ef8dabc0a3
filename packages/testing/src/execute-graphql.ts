import { type Audience, IDENTITY_HEADER, signIdentity, TIMEOUT_HEADER, type Viewer } from '@setrum/identity'

/** A GraphQL response as received over HTTP. */
export interface GraphQLResponse {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: the query defines the shape.
  data: any
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [key: string]: unknown } }[]
  extensions?: Record<string, unknown>
}

export interface GraphQLRequest {
  query: string
  variables?: Record<string, unknown>
  accessToken?: string
  language?: string
}

/** Sends one operation as any client would: plain HTTP. */
export async function executeGraphQL(
  url: string,
  { query, variables, accessToken, language }: GraphQLRequest,
): Promise<GraphQLResponse> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      ...(language ? { 'accept-language': language } : {}),
    },
    body: JSON.stringify({ query, variables: variables ?? {} }),
  })
  const body = (await response.json()) as Omit<GraphQLResponse, 'status'>
  return { status: response.status, ...body }
}

/** The secret that tests start subgraphs with. */
export const TEST_IDENTITY_SECRET = 'the identity secret of tests, 32 bytes or more'

export interface SubgraphRequest {
  port: number
  to: Audience
  viewer: Viewer
  query: string
  variables?: Record<string, unknown>
  language?: string
  /** The caller's time limit. */
  timeoutMs?: number
}

/** Sends one operation to a subgraph as the gateway would, on behalf of a viewer. */
export async function executeOnSubgraph(request: SubgraphRequest): Promise<GraphQLResponse> {
  const body = JSON.stringify({ query: request.query, variables: request.variables ?? {} })
  const identity = signIdentity({
    viewer: request.viewer,
    audience: request.to,
    content: body,
    secret: TEST_IDENTITY_SECRET,
  })
  const response = await fetch(`http://127.0.0.1:${request.port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [IDENTITY_HEADER]: identity,
      ...(request.language ? { 'accept-language': request.language } : {}),
      ...(request.timeoutMs ? { [TIMEOUT_HEADER]: String(request.timeoutMs) } : {}),
    },
    body,
  })
  const result = (await response.json()) as Omit<GraphQLResponse, 'status'>
  return { status: response.status, ...result }
}
