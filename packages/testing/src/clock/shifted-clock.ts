import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'

/** How far ahead of the machine's clock the processes of a test are, in ms. */
const SHIFT_VARIABLE = 'TEST_CLOCK_SHIFT_MS'
const MACHINE_DATE = Symbol.for('setrum.machine-date')
const PRELOAD = `--import=${new URL('../../dist/clock/shifted-clock.js', import.meta.url)}`

/**
 * Puts the clock of this process forward, and of every process that is started from now on with this environment.
 * Timers keep their pace.
 */
export function shiftClock(byMs: number): void {
  const shiftMs = inheritedShiftMs() + byMs
  const options = process.env.NODE_OPTIONS ?? ''
  process.env[SHIFT_VARIABLE] = String(shiftMs)
  if (!options.includes(PRELOAD)) process.env.NODE_OPTIONS = `${options} ${PRELOAD}`.trim()
  useShift(shiftMs)
}

function useShift(shiftMs: number): void {
  globalThis.Date = shiftedDate(shiftMs)
  // Node.js writes the header from a Date of its own. The web app takes the server's time from it.
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse }
    response.setHeader('date', new Date().toUTCString())
  })
}

const inheritedShiftMs = () => Number(process.env[SHIFT_VARIABLE] ?? 0)

/** `Date` with another present. A proxy, so that every date stays an instance of `Date` for every library. */
function shiftedDate(shiftMs: number): DateConstructor {
  const machineDate: DateConstructor = Reflect.get(Date, MACHINE_DATE) ?? Date
  const now = () => machineDate.now() + shiftMs
  return new Proxy(machineDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, name) => {
      if (name === MACHINE_DATE) return machineDate
      return name === 'now' ? now : Reflect.get(target, name)
    },
  })
}

if (inheritedShiftMs() !== 0) useShift(inheritedShiftMs())
