import type { Doc } from '../bson/types.js'
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

/** Creates a stage that passes its documents to `next`. */
export type StageMaker = (spec: unknown, variables: Doc) => (next: Sink) => Stage
