import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import { readLocale } from '@/i18n/locale'
import { hashOf } from './document-hash'
import { earlyRequest, questionOf } from './early-answer'

interface AskEarlyProps<Variables> {
  document: TypedDocumentNode<unknown, Variables>
  /** Exactly what the page itself is going to ask first. */
  variables: Variables
}

/**
 * Asks the one question of a page as soon as its HTML is there, while its scripts are still read: the answer then waits
 * for the page in place of the page for the answer. Where a page comes without HTML, by a link, nothing happens.
 */
export async function AskEarly<Variables extends OperationVariables>({
  document,
  variables,
}: AskEarlyProps<Variables>) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const question = questionOf(hashOf(document), variables)
  const request = earlyRequest(document, variables, readLocale(await getLocale()))
  // Text from the address is among the variables: the character that could end the script is written otherwise.
  const told = JSON.stringify({ question, request }).replace(/</g, '\\u003c')
  const script = `(({question,request})=>{const answer=fetch("/graphql",request);answer.catch(()=>{});window.askedEarly={question,answer}})(${told})`
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a script of our own, marked for the content security policy
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />
}
