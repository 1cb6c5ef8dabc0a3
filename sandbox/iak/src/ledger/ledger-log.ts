import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Entry } from './ledger.js'

/** One line: the changed entry, if any, and the deposit after the change. */
export interface Change {
  entry?: Entry
  deposit: number
}

/**
 * Append-only JSON lines that preserve the ledger over restarts. Each line is written before its response is sent, so
 * killing the sandbox loses no acknowledged sale.
 */
export class LedgerLog {
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

  /** Replaces the content atomically. */
  rewrite(changes: readonly Change[]): void {
    closeSync(this.#file)
    const newPath = `${this.#path}.new`
    writeFileSync(newPath, changes.map((change) => `${JSON.stringify(change)}\n`).join(''))
    renameSync(newPath, this.#path)
    this.#file = openSync(this.#path, 'a')
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Skips an incomplete last line, which a kill can leave behind. */
function parseLine(line: string): Change[] {
  try {
    return line === '' ? [] : [JSON.parse(line)]
  } catch {
    return []
  }
}
