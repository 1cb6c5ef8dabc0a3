import { GraphQLError } from 'graphql'
import { errorOfFailure, type SubgraphFailure } from '../errors/subgraph-failure.js'
import { type Hole, REPORTED, type ResponsePath } from '../merge/response-object.js'

/** What an answer lacks because of one subgraph: the places that are null in the client's answer. */
export interface Lacking {
  subgraph: string
  paths: ResponsePath[]
}

/** Says that a value cannot be there, so that what holds it cannot be either, up to what may be null. */
export const BUBBLE = Symbol('bubble')

/** The state of shaping one answer: where we are, and what is found to be missing. */
export class Completion {
  readonly path: (string | number)[] = []
  readonly lacking = new Map<string, ResponsePath[]>()
  /** Why the value that now bubbles up is missing; told where it comes to rest. */
  #pending: Hole = REPORTED
  /** How deep the object stands that owns what bubbles: an absent entity may silently be null there, nowhere above. */
  #pendingDepth = 0
  /** Below which root field that is: where the whole answer is missing, this is the place that says most. */
  #pendingRoot: ResponsePath = []

  constructor(
    private readonly errors: GraphQLError[],
    private readonly onWrongShape: (subgraph: string, fault: string) => SubgraphFailure,
    readonly introspected: Readonly<Record<string, unknown>>,
  ) {}

  /** A field below the present object must not be null and has a hole: the object cannot be there. */
  bubble(hole: Hole): typeof BUBBLE {
    this.#pending = hole
    this.#pendingDepth = this.path.length - 1
    this.#pendingRoot = this.path.slice(0, 1)
    return BUBBLE
  }

  /** What bubbled comes to rest as null at the present path. */
  rest(): null {
    const hole = this.#pending
    this.#pending = REPORTED
    if (hole.reason === 'absent') {
      if (this.path.length !== this.#pendingDepth) {
        this.violation('no entity where one must be', [])
      }
      return null
    }
    return this.tell(hole)
  }

  /** A hole at the present path, which may be null. */
  tell({ reason }: Hole): null {
    if (typeof reason !== 'string') this.#fail(reason)
    return null
  }

  /**
   * The present value breaks the schema: an answer of the wrong shape counts as a failed subgraph.
   *
   * @param fault goes to the log, with the place; the client reads that the subgraph's part is not available.
   */
  violation(fault: string, providers: readonly string[]): typeof BUBBLE {
    this.#pending = REPORTED
    if (this.errors.some((error) => isSamePath(error.path, this.path))) return BUBBLE
    const [subgraph] = providers
    if (subgraph === undefined) {
      const extensions = { code: 'INTERNAL_SERVER_ERROR' }
      this.errors.push(new GraphQLError('A part of the answer is missing.', { path: [...this.path], extensions }))
      return BUBBLE
    }
    this.#fail(this.onWrongShape(subgraph, `${fault}: ${this.path.join('.')}`))
    return BUBBLE
  }

  #fail(failure: SubgraphFailure): void {
    const path = this.path.length === 0 ? this.#pendingRoot : [...this.path]
    this.errors.push(errorOfFailure(failure, path))
    const paths = this.lacking.get(failure.subgraph)
    if (paths) paths.push(path)
    else this.lacking.set(failure.subgraph, [path])
  }
}

function isSamePath(one: ResponsePath | undefined, other: ResponsePath): boolean {
  return one?.length === other.length && one.every((step, index) => step === other[index])
}
