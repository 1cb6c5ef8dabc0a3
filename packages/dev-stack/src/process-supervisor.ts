import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { isListening, isPortFree } from './ports.js'
import { PROCESSES, type ProcessName, type ProcessSpec } from './processes.js'

/** The folder of the whole repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** How long a process may take to become ready; the first start of the web app on a busy machine is the slowest. */
const READY_TIMEOUT_MS = 60_000
/** After SIGTERM a process has this long to drain; then it is killed. */
const STOP_TIMEOUT_MS = 16_000

export interface DevStackOptions {
  /** The whole environment of the processes, ports included. */
  env: NodeJS.ProcessEnv
  /** Where each process writes its log: `<logDir>/<name>.log`. */
  logDir: string
  without?: readonly ProcessName[]
  /** Watch mode: a process restarts when its compiled code changes; the web app reloads by itself. */
  watch?: boolean
  /** Receives everything that a process writes, besides its log file. */
  onOutput?: (name: ProcessName, chunk: Buffer) => void
  /** Another program in a process's place, as a path: a test's planted fault. */
  programs?: Partial<Record<ProcessName, string>>
  /** Called when a process ends unexpectedly. */
  onDeath?: (death: { name: ProcessName; code: number | null; signal: string | null; logFile: string }) => void
}

/** A process could not start; the message names it and shows the end of its log. */
export class StartError extends Error {
  override name = 'StartError'
}

/**
 * Process supervisor: starts, watches and stops the processes of the whole system on one computer. `npm start` uses it,
 * and so do the tests that kill one of them.
 */
export class DevStack {
  readonly #options: DevStackOptions
  readonly #children = new Map<ProcessName, ChildProcess>()
  readonly #expectedToEnd = new WeakSet<ChildProcess>()

  constructor(options: DevStackOptions) {
    this.#options = options
    mkdirSync(options.logDir, { recursive: true })
  }

  /** The processes of this stack: no embedded database beside a real one, no sandbox beside a real biller. */
  get specs(): ProcessSpec[] {
    const { env, without = [] } = this.#options
    return PROCESSES.filter(({ name }) => {
      if (without.includes(name)) return false
      if (name === 'mongodb') return !env.MONGODB_URI
      if (name === 'iak') return !env.IAK_PREPAID_URL
      return true
    })
  }

  port(name: ProcessName): number {
    const spec = this.#spec(name)
    return Number(this.#options.env[spec.portVariable] || spec.defaultPort)
  }

  url(name: ProcessName): string {
    return `http://127.0.0.1:${this.port(name)}`
  }

  logFile(name: ProcessName): string {
    return join(this.#options.logDir, `${name}.log`)
  }

  /** Starts everything at once and waits until all of it is ready. @throws StartError */
  async start(): Promise<void> {
    for (const spec of this.specs) {
      if (!(await isPortFree(this.port(spec.name)))) {
        throw new StartError(
          `Port ${this.port(spec.name)} is already taken. Set ${spec.portVariable} to a free port, or stop the program that uses it.`,
        )
      }
    }
    await Promise.all(this.specs.map(({ name }) => this.startOne(name)))
  }

  /** Starts one process and waits until it is ready. @throws StartError */
  async startOne(name: ProcessName): Promise<void> {
    this.launch(name)
    await this.untilReady(name)
  }

  /** Starts one process without waiting for it. */
  launch(name: ProcessName): void {
    const spec = this.#spec(name)
    const log = createWriteStream(this.logFile(name), { flags: 'a' })
    const { programs, watch, onOutput, env } = this.#options
    const other = programs?.[name]
    const child = spawn(process.execPath, other ? [other] : watch ? spec.watchProgram : spec.program, {
      cwd: join(ROOT, spec.folder),
      env: {
        ...env,
        OTEL_SERVICE_NAME: name,
        // `next dev` reads PORT.
        ...(name === 'web' && watch ? { PORT: `${this.port(name)}` } : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches only the launcher, which stops the others in order.
      detached: true,
    })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => onOutput?.(name, chunk))
    child.on('close', () => log.end())
    child.on('exit', (code, signal) => {
      if (this.#expectedToEnd.has(child)) return
      this.#options.onDeath?.({ name, code, signal, logFile: this.logFile(name) })
    })
    this.#children.set(name, child)
  }

  async untilReady(name: ProcessName): Promise<void> {
    const { readyPath } = this.#spec(name)
    const deadline = Date.now() + READY_TIMEOUT_MS
    while (Date.now() < deadline) {
      const child = this.#children.get(name)
      if (!child || child.exitCode !== null || child.signalCode !== null) throw this.#startError(name, 'ended')
      if (readyPath ? await answersOk(this.url(name) + readyPath) : await isListening(this.port(name))) return
      await sleep(50)
    }
    throw this.#startError(name, `was not ready after ${READY_TIMEOUT_MS / 1000} s`)
  }

  /** Sends a signal to one process; for SIGKILL and SIGTERM waits until it is gone. */
  async kill(name: ProcessName, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#children.get(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const isEnd = signal === 'SIGKILL' || signal === 'SIGTERM' || signal === 'SIGINT'
    if (isEnd) this.#expectedToEnd.add(child)
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(signal)
    if (isEnd) await ended
  }

  /** The process id, for measurements. */
  pid(name: ProcessName): number | undefined {
    return this.#children.get(name)?.pid
  }

  /** Stops all processes, the public ones first and the database last; kills those that do not drain in time. */
  async stop(): Promise<void> {
    const groups: ProcessName[][] = [['web'], ['gateway'], [...SUBGRAPH_NAMES], ['iak', 'mongodb']]
    for (const group of groups) await Promise.all(group.map((name) => this.#stopOne(name)))
  }

  async #stopOne(name: ProcessName): Promise<void> {
    const killer = setTimeout(() => this.#children.get(name)?.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await this.kill(name, 'SIGTERM')
    clearTimeout(killer)
  }

  #spec(name: ProcessName): ProcessSpec {
    const spec = PROCESSES.find((candidate) => candidate.name === name)
    if (!spec) throw new Error(`there is no process ${name}`)
    return spec
  }

  #startError(name: ProcessName, what: string): StartError {
    const lastLines = readFileSync(this.logFile(name), 'utf8').trimEnd().split('\n').slice(-5).map(sentenceOf)
    return new StartError(`${this.#spec(name).title} ${what}.\n${lastLines.join('\n')}\nIts log: ${this.logFile(name)}`)
  }
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

/** A line of a JSON log as plain text. */
function sentenceOf(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } }
    return `  ${msg ?? ''}${err?.message ? `: ${err.message}` : ''}`
  } catch {
    return `  ${line}`
  }
}
