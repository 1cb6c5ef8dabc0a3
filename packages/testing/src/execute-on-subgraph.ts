import { type Audience, IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import type { GraphQLResponse } from './execute-graphql.js'

/** The secret that tests start subgraphs with. */
export const TEST_IDENTITY_SECRET = 'the identity secret of tests, 32 bytes or more'

export interface SubgraphRequest {
  port: number
  to: Audience
  viewer: Viewer
  query: string
  variables?: Record<string, unknown>
  language?: string
}

/** Asks one subgraph as the gateway would, on behalf of a viewer. */
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
    },
    body,
  })
  const answer = (await response.json()) as Omit<GraphQLResponse, 'status'>
  return { status: response.status, ...answer }
}
