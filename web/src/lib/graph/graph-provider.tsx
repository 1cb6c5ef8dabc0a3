'use client'

import { ApolloNextAppProvider } from '@apollo/client-integration-nextjs'
import type { ReactNode } from 'react'
import { makeGraphClient } from './graph-client'

/** @param props.nonce marks the script by which the library hands data to the page */
export function GraphProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ApolloNextAppProvider makeClient={makeGraphClient} extraScriptProps={{ nonce: nonce ?? '' }}>
      {children}
    </ApolloNextAppProvider>
  )
}
