import { HeaderMap } from '@apollo/server'
import type { GatewayErrorCode } from '@setrum/api-contract'
import { GraphQLError } from 'graphql'

/** Creates the error of a request that the gateway refuses. @param message in the caller's language */
export function createClientError(
  code: GatewayErrorCode,
  message: string,
  {
    status,
    headers = {},
    ...extensions
  }: { status: number; headers?: Readonly<Record<string, string>>; retryAfterSeconds?: number },
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, ...extensions, http: { status, headers: new HeaderMap(Object.entries(headers)) } },
  })
}
