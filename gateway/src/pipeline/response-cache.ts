import type { Viewer } from '@setrum/identity'
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode } from 'graphql'
import type { ClientAnswer } from '../degradation/client-response.js'

/**
 * Money in motion: where a sale stands, for whom one is about to be made, and what is left at the biller is never
 * answered from memory.
 */
const NEVER_KEPT = new Set(['transaction', 'inquirePrepaidCustomer', 'billerBalance'])
/** More than the pages that all people of a shop have open; the oldest give way. */
const MAX_KEPT = 500

export interface SharedQuestion {
  viewer: Viewer
  language: string
  document: DocumentNode
  operationName: string | null | undefined
  variables: unknown
}

interface Shared {
  answer: Promise<ClientAnswer>
  /** `performance.now()` until which it is given out; for ever while it is on its way. */
  until: number
}

/**
 * Runs a question once for all who ask it at the same moment with the same right to the answer: the same person in the
 * same session. A complete answer is given out for a moment longer, unless it is about money in motion. Any change
 * that goes through this process, whoever makes it, ends all of them: what was asked before it is not what is asked
 * after it.
 */
export class SharedAnswers {
  readonly #keepMs: number
  readonly #shared = new Map<string, Shared>()
  readonly #operations = new WeakMap<DocumentNode, Map<string, OperationFacts>>()
  readonly #documents = new WeakMap<DocumentNode, number>()
  #lastDocument = 0

  /** @param keepMs 0 runs every question by itself */
  constructor(keepMs: number) {
    this.#keepMs = keepMs
  }

  /** Answers from what is on its way or kept, or by running. */
  async answer(question: SharedQuestion, run: () => Promise<ClientAnswer>): Promise<ClientAnswer> {
    if (this.#keepMs === 0) return run()
    const { kind, isKept } = this.#factsOf(question)
    if (kind === 'mutation') return this.#change(run)
    const key = this.#keyOf(question)
    if (key === null) return run()
    const known = this.#shared.get(key)
    if (known && known.until > performance.now()) return known.answer
    return this.#ask(key, isKept ? this.#keepMs : 0, run)
  }

  async #change(run: () => Promise<ClientAnswer>): Promise<ClientAnswer> {
    this.#shared.clear()
    try {
      return await run()
    } finally {
      // What was read while the change was made may be older than it.
      this.#shared.clear()
    }
  }

  async #ask(key: string, keepMs: number, run: () => Promise<ClientAnswer>): Promise<ClientAnswer> {
    const startedAt = performance.now()
    this.#forgetOld(startedAt)
    const shared: Shared = { answer: run(), until: Number.POSITIVE_INFINITY }
    this.#shared.set(key, shared)
    try {
      const answer = await shared.answer
      shared.until = answer.errors || answer.extensions ? 0 : startedAt + keepMs
      return answer
    } finally {
      if (!Number.isFinite(shared.until)) shared.until = 0
    }
  }

  #forgetOld(now: number): void {
    for (const [key, { until }] of this.#shared) {
      if (until > now && this.#shared.size < MAX_KEPT) return
      this.#shared.delete(key)
    }
  }

  /** Who asks, in which session and language, and what. Null for nobody: nobody's questions are not worth it. */
  #keyOf({ viewer, language, document, operationName, variables }: SharedQuestion): string | null {
    if (!('userId' in viewer)) return null
    const shift = viewer.role === 'EMPLOYEE' ? viewer.shiftId : ''
    const who = `${viewer.userId} ${viewer.sessionId} ${viewer.role} ${shift} ${language}`
    return `${who} ${this.#numberOf(document)} ${operationName ?? ''} ${JSON.stringify(variables ?? {})}`
  }

  /** One text is one document as long as it is kept parsed. */
  #numberOf(document: DocumentNode): number {
    const known = this.#documents.get(document)
    if (known !== undefined) return known
    this.#lastDocument += 1
    this.#documents.set(document, this.#lastDocument)
    return this.#lastDocument
  }

  #factsOf({ document, operationName }: SharedQuestion): OperationFacts {
    const name = operationName ?? ''
    const ofDocument = this.#operations.get(document) ?? new Map<string, OperationFacts>()
    const known = ofDocument.get(name)
    if (known) return known
    const facts = readFacts(document, name)
    this.#operations.set(document, ofDocument.set(name, facts))
    return facts
  }
}

interface OperationFacts {
  kind: 'query' | 'mutation'
  /** Whether its answer is given out for a moment longer. */
  isKept: boolean
}

function readFacts(document: DocumentNode, name: string): OperationFacts {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
    else if (node.kind === Kind.OPERATION_DEFINITION) operations.push(node)
  }
  const chosen = operations.filter((one) => name === '' || one.name?.value === name)
  if (chosen.some(({ operation }) => operation !== 'query')) return { kind: 'mutation', isKept: false }
  const fields = chosen.flatMap((one) => rootFields(one, fragments))
  return { kind: 'query', isKept: !fields.some((field) => NEVER_KEPT.has(field)) }
}

function rootFields(
  { selectionSet }: Pick<OperationDefinitionNode, 'selectionSet'>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string[] {
  return selectionSet.selections.flatMap((selection): string[] => {
    if (selection.kind === Kind.FIELD) return [selection.name.value]
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
    return fragment ? rootFields(fragment, fragments) : []
  })
}
