// `npm run docs:states`: writes docs/explanation/sale-states.md from the transition table, which must be built.
// With --check nothing is written; exit code 1 when the page does not show the table.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const DIST = new URL('../dist/domain/settlement/', import.meta.url)
const PAGE = fileURLToPath(new URL('../../../docs/explanation/sale-states.md', import.meta.url))

const { PHASES } = await import(new URL('phase.js', DIST))
const { INPUTS, REVIEW_REASONS, TRANSITIONS } = await import(new URL('transitions.js', DIST))

const page = pageOf()
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(PAGE), { recursive: true })
  writeFileSync(PAGE, page)
} else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/explanation/sale-states.md does not show the transition table: npm run docs:states')
  process.exitCode = 1
}

function pageOf() {
  return `# The states of a sale

<!-- Made by \`npm run docs:states\` from subgraphs/transactions/src/domain/settlement/transitions.ts. -->

A transaction is in one phase. An input moves it to the next phase by one table; an input without an entry changes
nothing. Phase, event and review reasons are written in one compare-and-set on one document. Clients see the status, which
follows from the phase. Silence of the biller never fails a sale.

\`\`\`mermaid
${diagram()}
\`\`\`

The diagram leaves out inputs that leave the phase as it is; they are in the table of transitions.

## Phases

${table(
  ['Phase', 'Status', 'Meaning'],
  Object.entries(PHASES).map(([name, { status, meaning }]) => [code(name), code(status), meaning]),
)}

## Inputs

${table(
  ['Input', 'Meaning'],
  Object.entries(INPUTS).map(([name, meaning]) => [code(name), meaning]),
)}

## Transitions

${table(['Phase', 'Input', 'Next phase', 'Effects'], transitions())}

Effects: *submit* sends the purchase under its ref id after the attempt is stored; *check now* makes a status query due at
once; *review* adds a review reason, and the first time an alert; *reviewed* removes all review reasons.

## Review reasons

A reason stays until a user removes it by \`resolveTransaction\`, \`correctTransaction\` or \`reviewTransaction\`.

${table(
  ['Code', 'Meaning'],
  Object.entries(REVIEW_REASONS).map(([name, meaning]) => [code(name), meaning]),
)}
`
}

function diagram() {
  const lines = ['stateDiagram-v2', '  [*] --> AWAITING_PAYMENT: inquireBill', '  [*] --> SUBMITTED: buyToken']
  lines.push('  [*] --> IMPORTED: legacy backfill')
  for (const [from, inputs] of Object.entries(TRANSITIONS)) {
    const labels = new Map()
    for (const [input, { to }] of Object.entries(inputs)) {
      if (to !== from) labels.set(to, [...(labels.get(to) ?? []), input])
    }
    for (const [to, names] of labels) lines.push(`  ${from} --> ${to}: ${names.join(', ')}`)
  }
  for (const name of ['SUCCESS', 'FAILED', 'EXPIRED']) lines.push(`  ${name} --> [*]`)
  return lines.join('\n')
}

function transitions() {
  return Object.entries(TRANSITIONS).flatMap(([from, inputs]) =>
    Object.entries(inputs).map(([input, { to, effects }]) => [
      code(from),
      code(input),
      to === from ? 'unchanged' : code(to),
      effectsOf(effects),
    ]),
  )
}

function effectsOf({ submit, checkNow, review, clearReviews }) {
  const names = [
    submit && 'submit',
    checkNow && 'check now',
    review && `review ${code(review)}`,
    clearReviews && 'reviewed',
  ]
  return names.filter(Boolean).join(', ')
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(text) {
  return `\`${text}\``
}
