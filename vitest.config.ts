import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Vite would resolve graphql's ESM build for our code and the CommonJS build for Apollo: two copies with incompatible
// schemas. Node itself uses this build for both.
const ONE_GRAPHQL = {
  alias: [
    { find: /^graphql$/, replacement: fileURLToPath(new URL('./node_modules/graphql/index.js', import.meta.url)) },
  ],
}

// Test machines are busy, and tests do not assert speed.
const TIMEOUTS = { expect: { poll: { timeout: 20_000 } }, testTimeout: 30_000 }

// End-to-end tests that promise response times: nothing else runs beside them.
const ALONE = ['e2e/first-minute/**/*.test.ts']

// Unit tests beside the code, integration tests over real connections, end-to-end tests of the whole graph.
export default defineConfig({
  test: {
    // Two files keep two cores busy without starving the processes under test.
    maxWorkers: 2,
    projects: [
      {
        resolve: ONE_GRAPHQL,
        test: {
          ...TIMEOUTS,
          name: 'unit',
          include: [
            '{packages,sandbox,subgraphs}/*/src/**/*.test.ts',
            '{gateway,web}/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          ...TIMEOUTS,
          name: 'integration',
          // Their processes wait more than they compute. Another engine is one for all of them.
          maxWorkers: process.env.MONGODB_URI ? 2 : 4,
          sequence: { groupOrder: 1 },
          // On MongoDB a burst may wait for a new connection, up to the driver's 30 s.
          testTimeout: 90_000,
          include: ['{packages,sandbox,subgraphs}/*/test/**/*.test.ts', '{gateway,web}/test/**/*.test.ts'],
          hookTimeout: 60_000,
          setupFiles: ['packages/testing/src/vitest-setup.ts'],
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          ...TIMEOUTS,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/browser/**', ...ALONE, '**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          ...TIMEOUTS,
          name: 'e2e-alone',
          include: ALONE,
          hookTimeout: 300_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
