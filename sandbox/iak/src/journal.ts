import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Entry } from './ledger.js'

/** One line: what changed, and the deposit after it. */
export interface Change {
  entry?: Entry
  deposit: number
}

/**
 * The books over restarts: an append-only file of JSON lines. Each line is with the operating system before the answer
 * goes out, so that killing the sandbox loses nothing it has answered.
 */
export class Journal {
  readonly #path: string
  #file: number

  constructor(path: string) {
    this.#path = path
    mkdirSync(dirname(path), { recursive: true })
    this.#file = openSync(path, 'a')
  }

  append(change: Change): void {
    writeSync(this.#file, `${JSON.stringify(change)}\n`)
  }

  read(): Change[] {
    if (!existsSync(this.#path)) return []
    return readFileSync(this.#path, 'utf8').split('\n').flatMap(parseLine)
  }

  /** Replaces everything by these lines, in one step. */
  rewrite(changes: readonly Change[]): void {
    closeSync(this.#file)
    const fresh = `${this.#path}.new`
    writeFileSync(fresh, changes.map((change) => `${JSON.stringify(change)}\n`).join(''))
    renameSync(fresh, this.#path)
    this.#file = openSync(this.#path, 'a')
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** A line of our own; the last one may be cut by a kill. */
function parseLine(line: string): Change[] {
  try {
    return line === '' ? [] : [JSON.parse(line)]
  } catch {
    return []
  }
}
