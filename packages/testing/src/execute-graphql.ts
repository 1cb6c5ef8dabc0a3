/** One GraphQL answer as it came over HTTP. */
export interface GraphQLResponse {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for; the shape is the query's.
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
  const answer = (await response.json()) as Omit<GraphQLResponse, 'status'>
  return { status: response.status, ...answer }
}
