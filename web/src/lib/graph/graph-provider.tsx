'use client'

import { ApolloNextAppProvider } from '@apollo/client-integration-nextjs'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'
import { makeGraphClient } from './graph-client'

export function GraphProvider({ children }: { children: ReactNode }) {
  const locale = useLocale()
  return <ApolloNextAppProvider makeClient={() => makeGraphClient(locale)}>{children}</ApolloNextAppProvider>
}
