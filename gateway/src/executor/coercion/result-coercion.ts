import { GraphQLError } from 'graphql'
import { type SubgraphFailure, toGraphqlError } from '../errors/subgraph-failure.js'
import { type ResponsePath, UNRESOLVED_REPORTED, type UnresolvedField } from '../merge/response-object.js'

/** Response paths that are null because of one subgraph. */
export interface UnavailablePart {
  subgraph: string
  paths: ResponsePath[]
}

/** Sentinel: propagate null to the nearest nullable parent. */
export const PROPAGATE_NULL = Symbol('propagate null')

/** State of one result coercion: current path, errors and unavailable paths. */
export class ResultCoercion {
  readonly path: (string | number)[] = []
  readonly unavailablePaths = new Map<string, ResponsePath[]>()
  /** Cause of the null that propagates; reported where it settles. */
  #pending: UnresolvedField = UNRESOLVED_REPORTED
  /**
   * Depth of the object that owns the field. An entity that was not found may be null there without an error, but not
   * above.
   */
  #pendingDepth = 0
  /** Root field of the value; used as the path when `data` itself is null. */
  #pendingRoot: ResponsePath = []

  constructor(
    private readonly errors: GraphQLError[],
    private readonly onInvalidResponse: (subgraph: string, fault: string) => SubgraphFailure,
    readonly introspectionResult: Readonly<Record<string, unknown>>,
  ) {}

  /** A non-null field of the current object is unresolved: the object cannot exist. */
  propagateNull(unresolved: UnresolvedField): typeof PROPAGATE_NULL {
    this.#pending = unresolved
    this.#pendingDepth = this.path.length - 1
    this.#pendingRoot = this.path.slice(0, 1)
    return PROPAGATE_NULL
  }

  /** Settles a propagated null at the current path. */
  settleNull(): null {
    const unresolved = this.#pending
    this.#pending = UNRESOLVED_REPORTED
    if (unresolved.reason === 'not-found') {
      if (this.path.length !== this.#pendingDepth) {
        this.invalidValue('no entity in a non-null position', [])
      }
      return null
    }
    return this.reportError(unresolved)
  }

  /** Reports an unresolved nullable field at the current path. */
  reportError({ reason }: UnresolvedField): null {
    if (typeof reason !== 'string') this.#fail(reason)
    return null
  }

  /**
   * The current value violates the schema, so the subgraph counts as failed.
   *
   * @param fault detail for the log; clients only read that the subgraph's part is unavailable
   */
  invalidValue(fault: string, owners: readonly string[]): typeof PROPAGATE_NULL {
    this.#pending = UNRESOLVED_REPORTED
    if (this.errors.some((error) => isSamePath(error.path, this.path))) return PROPAGATE_NULL
    const [subgraph] = owners
    if (subgraph === undefined) {
      const extensions = { code: 'INTERNAL_SERVER_ERROR' }
      this.errors.push(new GraphQLError('A part of the result is missing.', { path: [...this.path], extensions }))
      return PROPAGATE_NULL
    }
    this.#fail(this.onInvalidResponse(subgraph, `${fault}: ${this.path.join('.')}`))
    return PROPAGATE_NULL
  }

  #fail(failure: SubgraphFailure): void {
    const path = this.path.length === 0 ? this.#pendingRoot : [...this.path]
    this.errors.push(toGraphqlError(failure, path))
    const paths = this.unavailablePaths.get(failure.subgraph)
    if (paths) paths.push(path)
    else this.unavailablePaths.set(failure.subgraph, [path])
  }
}

function isSamePath(one: ResponsePath | undefined, other: ResponsePath): boolean {
  return one?.length === other.length && one.every((step, index) => step === other[index])
}
