'use client'

import { MantineProvider } from '@mantine/core'
import { setNonce } from 'get-nonce'
import type { ReactNode } from 'react'
import { cssVariablesResolver, theme } from './theme'

/** @param props.nonce marks the style elements of the libraries, for the content security policy */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // The scroll lock behind a drawer takes the nonce of its style element from here. Not on the server, where the
  // module is shared between requests.
  if (nonce && typeof window !== 'undefined') setNonce(nonce)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ''}
    >
      {children}
    </MantineProvider>
  )
}
