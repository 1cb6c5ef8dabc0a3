import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import type { PAUSE } from '../query/scan.js'

/** Where a stage hands its documents on. */
export type Sink = (document: Doc) => void

/** A stage at work: documents are pushed into it one by one. */
export interface Stage {
  push: Sink
  /** The last document has come. What is left is handed on; others may be let in at each pause. */
  end?: () => Iterable<typeof PAUSE>
  /** Whether it wants no more. */
  isFull?: () => boolean
}

/** What stages are made with. */
export interface StageContext {
  engine: Engine
  db: string
  variables: Doc
  /** Runs a pipeline over another collection, or over given documents. */
  run: (
    source: { name: string } | { documents: Iterable<Doc> },
    pipeline: Doc[],
    variables: Doc,
  ) => Iterable<Doc | typeof PAUSE>
}

/** Makes a stage that hands its documents on to `next`. */
export type StageMaker = (spec: unknown, context: StageContext) => (next: Sink) => Stage
