import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import type { PAUSE } from '../query/scan.js'

/** Receives the documents of a stage. */
export type Sink = (document: Doc) => void

/** A running stage; it gets documents one by one. */
export interface Stage {
  push: Sink
  /** Called after the last document. Passes on buffered documents; yields at each pause. */
  end?: () => Iterable<typeof PAUSE>
  /** True when it needs no more documents. */
  isFull?: () => boolean
}

/** Context for creating stages. */
export interface StageContext {
  engine: Engine
  db: string
  variables: Doc
  /** Runs a pipeline over another collection or over given documents. */
  run: (
    source: { name: string } | { documents: Iterable<Doc> },
    pipeline: Doc[],
    variables: Doc,
  ) => Iterable<Doc | typeof PAUSE>
}

/** Creates a stage that passes its documents to `next`. */
export type StageMaker = (spec: unknown, context: StageContext) => (next: Sink) => Stage
