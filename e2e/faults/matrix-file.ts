import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { SubgraphName } from '@setrum/api-contract'
import { FAULTS, type Fault } from './faulty-proxy.js'

const FILE = new URL('matrix.md', import.meta.url)
const HEAD = `# What still works when a subgraph fails

Measured by faults.test.ts on the real system with a faulty proxy before one subgraph at a time, compared in every run,
and written anew by \`npm run test:faults:write\`. Each line is one operation of the web app or of the playground, one
subgraph, and the faults that have the same effect. *down*: connections are refused; *hanging*: no response; *500*:
HTTP 500 with a text that must not get out; *malformed*: HTTP 200 with JSON that is no GraphQL response; *reset*: the
connection is reset after the request; *slow*: a response that begins and drips on past the deadline.

| Operation | Subgraph | Fault | What works |
|---|---|---|---|
`

/** Outcome of one operation under each fault of one subgraph. */
export interface Row {
  operation: string
  subgraph: SubgraphName
  outcomes: Record<Fault, string>
}

/** The lines of one row: faults with the same effect share a line. */
export function linesOf({ operation, subgraph, outcomes }: Row): string[] {
  const effects = [...new Set(Object.values(outcomes))]
  return effects.map((effect) => {
    const faults = FAULTS.filter((fault) => outcomes[fault] === effect)
    const text = faults.length === FAULTS.length ? 'any' : faults.join(', ')
    return `| ${operation} | ${subgraph} | ${text} | ${effect} |`
  })
}

/** Whether a matrix is committed. */
export function isThere(): boolean {
  return existsSync(FILE)
}

/** The committed lines of one row. */
export function committedLines({ operation, subgraph }: Pick<Row, 'operation' | 'subgraph'>): string[] {
  return committed().filter((line) => line.startsWith(`| ${operation} | ${subgraph} |`))
}

/** How many rows the committed file has. */
export function committedRows(): number {
  const keys = committed()
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').slice(0, 2).join())
  return new Set(keys).size - 1 // The head of the table.
}

export function writeMatrix(rows: readonly Row[]): void {
  writeFileSync(FILE, `${HEAD}${[...rows].sort(byName).flatMap(linesOf).join('\n')}\n`)
}

function byName(one: Row, other: Row): number {
  const keyOf = ({ operation, subgraph }: Row) => `${operation} ${subgraph}`
  return keyOf(one) < keyOf(other) ? -1 : 1
}

function committed(): string[] {
  return readFileSync(FILE, 'utf8').split('\n')
}
