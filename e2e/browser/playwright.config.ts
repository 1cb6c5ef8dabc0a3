import { defineConfig, devices } from '@playwright/test'

// Debian's Chromium: nothing is downloaded, and nothing that it would like to fetch by itself is reached.
export default defineConfig({
  testDir: '.',
  outputDir: '../../artifacts/browser',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    ...devices['Desktop Chrome'],
    // What is to be pressed and never comes fails with its own name, long before the whole test runs out of time.
    actionTimeout: 30_000,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
