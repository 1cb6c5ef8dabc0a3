import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

// The whole repository, so that workspace packages outside this folder are bundled too.
const root = new URL('..', import.meta.url).pathname

const config: NextConfig = {
  turbopack: { root },
  outputFileTracingRoot: root,
  // For the image: what the server reads and nothing else. Elsewhere it would copy the packages at each build.
  ...(process.env.WEB_OUTPUT === 'standalone' ? { output: 'standalone' } : {}),
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // A bill's inquiry may take 35 s at the gateway, a purchase 45 s in the page: what passes through here is cut by
    // neither of them, and not after the 30 s that are the default.
    proxyTimeout: 50_000,
    optimizePackageImports: [
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/form',
      '@mantine/dates',
      '@mantine/notifications',
      '@setrum/units',
    ],
  },
}

export default createNextIntlPlugin('./src/i18n/request.ts')(config)
