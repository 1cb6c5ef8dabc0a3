import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import { documentHash, preloadRequest, queryKey } from './preload-request'

interface QueryPreloadProps<Variables> {
  document: TypedDocumentNode<unknown, Variables>
  /** Exactly the variables of the page's first query. */
  variables: Variables
}

/**
 * Sends the page's first query as soon as its HTML arrives, while the scripts still load. A client-side navigation
 * renders no HTML, so nothing is sent then.
 */
export async function QueryPreload<Variables extends OperationVariables>({
  document,
  variables,
}: QueryPreloadProps<Variables>) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const key = queryKey(documentHash(document), variables)
  const request = preloadRequest(document, variables, await getLocale())
  // The variables contain text from the address: escape the character that could close the script element.
  const argument = JSON.stringify({ key, request }).replace(/</g, '\\u003c')
  const script = `(({key,request})=>{const response=fetch("/graphql",request);response.catch(()=>{});window.preloadedQuery={key,response}})(${argument})`
  // biome-ignore lint/security/noDangerouslySetInnerHtml: our own script, marked for the content security policy
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />
}
