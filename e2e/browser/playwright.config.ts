import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

// Like scripts/test.mjs; the headless shell needs a quarter of the CPU time of the full browser.
const CHROMIUM_PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

// Debian's Chromium: no download, and its background requests are disabled.
export default defineConfig({
  testDir: '.',
  outputDir: '../../artifacts/browser',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // Each file starts its own system.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    ...devices['Desktop Chrome'],
    // A missing element fails with its own name, long before the test times out.
    actionTimeout: 30_000,
    // Transitions would only be waited for and drawn.
    contextOptions: { reducedMotion: 'reduce' },
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? CHROMIUM_PATHS.find((path) => existsSync(path)),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
