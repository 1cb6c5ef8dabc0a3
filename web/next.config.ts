import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  // The whole repository, so that workspace packages outside this folder are bundled too.
  turbopack: { root: new URL('..', import.meta.url).pathname },
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
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
