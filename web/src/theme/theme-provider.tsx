'use client'

import { MantineProvider } from '@mantine/core'
import { setNonce } from 'get-nonce'
import type { ReactNode } from 'react'
import { cssVariablesResolver, theme } from './theme'

/** @param props.nonce marks the styles that the libraries write into the page, for the content security policy */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // What locks scrolling behind a drawer writes its style by itself and asks here for the mark. On the server it is
  // never written, and one page's mark must not reach another's.
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
