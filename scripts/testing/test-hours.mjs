// npm run test:hours: runs the suites at critical hours and dates, under Debian's faketime.
//   --hour 23:40             the moments of one hour      --at 2028-02-29T23:40   one moment, in Jakarta
//   --only integration,e2e   some of the suites           -- npx vitest run …      another command in their place
// Each moment is one run of scripts/test.mjs with a running clock: a run that begins at 23:40 passes midnight.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT } from '../build.mjs'

/** In Jakarta: an ordinary day, the last days of a month and of a year, and a leap day. */
const MOMENTS = [
  '2027-12-31T00:10',
  '2028-02-29T06:50',
  '2027-04-30T12:00',
  '2027-06-16T17:10',
  '2027-12-31T23:40',
  '2028-02-29T23:40',
]
// Not libfaketimeMT: it takes a lock on every clock read.
const LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((arch) => `/usr/lib/${arch}/faketime/libfaketime.so.1`)

const given = process.argv.slice(2)
const end = given.includes('--') ? given.indexOf('--') : given.length
const command = given.slice(end + 1)
const option = (name) => (given.slice(0, end).includes(name) ? given[given.indexOf(name) + 1] : null)
const hour = option('--hour')
const at = option('--at')
const only = option('--only') ?? 'unit,integration,e2e,browser'

const moments = at ? [at] : MOMENTS.filter((moment) => hour === null || moment.endsWith(`T${hour}`))
if (moments.length === 0 || moments.some((moment) => Number.isNaN(instantOf(moment)))) {
  console.error(
    'No such moment. --hour is one of the table in scripts/testing/test-hours.mjs, --at is YYYY-MM-DDTHH:mm.',
  )
  process.exit(1)
}
const library = LIBRARIES.find(existsSync)
if (!library) {
  console.error("Debian's libfaketime is missing: apt-get install faketime")
  process.exit(1)
}

// With the real clock, for certificates and file times.
install()
build()
for (const moment of moments) {
  console.log(`\n━━━━ ${moment} in Jakarta`)
  const [program, ...args] = command.length > 0 ? command : suitesAt(moment)
  const { status } = spawnSync(program, args, { env: { ...process.env, ...fakeTime(moment) }, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}

function suitesAt(moment) {
  const label = moment.replace('T', ' ').replace(':', '.')
  return [process.execPath, join(ROOT, 'scripts', 'test.mjs'), '--only', only, '--label', label]
}

/** The same offset for all processes; timers and file times are not faked. */
function fakeTime(moment) {
  const offsetS = Math.round((instantOf(moment) - Date.now()) / 1000)
  return {
    LD_PRELOAD: library,
    FAKETIME: offsetS < 0 ? `${offsetS}` : `+${offsetS}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Otherwise Chromium's waits end at once and it spins.
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
    NO_FAKE_STAT: '1',
  }
}

function instantOf(moment) {
  return Date.parse(`${moment}:00+07:00`)
}
