import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

// The root of the repository, because workspace packages are outside this folder.
const root = new URL('..', import.meta.url).pathname

const config: NextConfig = {
  turbopack: { root },
  outputFileTracingRoot: root,
  // Everything the server reads, in one folder: the image contains it, and the tests run it.
  output: 'standalone',
  // No page uses Next.js's image optimizer; sharp would add 20 MB to the image.
  images: { unoptimized: true },
  outputFileTracingExcludes: { '*': ['../node_modules/sharp/**', '../node_modules/@img/**'] },
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // Longer than the page's own time limit of 45 s: the default of 30 s would cut off slow bill inquiries.
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
