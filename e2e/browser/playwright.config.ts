import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

// As scripts/test.mjs looks for it; the headless shell takes a quarter of the other's processor time.
const CHROMIUM_PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

// Debian's Chromium: nothing is downloaded, and nothing that it would like to fetch by itself is reached.
export default defineConfig({
  testDir: '.',
  outputDir: '../../artifacts/browser',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // Each starts a system of its own.
  workers: 2,
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
      executablePath: process.env.CHROMIUM_PATH ?? CHROMIUM_PATHS.find((path) => existsSync(path)),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
