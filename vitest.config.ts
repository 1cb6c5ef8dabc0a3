import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Vite would take graphql's ESM build for our code while Apollo requires the other one: two copies that refuse each
// other's schemas. Node itself takes this one for both.
const ONE_GRAPHQL = {
  alias: [
    { find: /^graphql$/, replacement: fileURLToPath(new URL('./node_modules/graphql/index.js', import.meta.url)) },
  ],
}

// A machine that runs tests is busy: what is waited for comes, and how soon is not what is shown.
const PATIENT = { expect: { poll: { timeout: 20_000 } }, testTimeout: 30_000 }

// Three kinds of tests: pure rules beside the code, parts over a real connection, the whole graph.
export default defineConfig({
  test: {
    // Files of integration and e2e wait for most of their time, for the database, the biller or a process: two cores
    // have room for more of them than two, beside the browser tests.
    maxWorkers: 3,
    projects: [
      {
        resolve: ONE_GRAPHQL,
        test: {
          ...PATIENT,
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
          ...PATIENT,
          name: 'integration',
          // On the other engine a burst of eight once stood still for half a minute, most likely for a new connection:
          // that is how long a driver waits for one.
          testTimeout: 90_000,
          include: ['{packages,sandbox,subgraphs}/*/test/**/*.test.ts', '{gateway,web}/test/**/*.test.ts'],
          hookTimeout: 60_000,
          setupFiles: ['packages/testing/src/vitest-setup.ts'],
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          ...PATIENT,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/browser/**', '**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
