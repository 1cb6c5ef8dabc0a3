/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Permissions of an API key. */
export type ApiKeyKind =
  /** Reads everything that its admin can read. Mutations are refused. */
  | 'READ_ONLY'
  /** Sells as one employee, during that employee's shift. */
  | 'SELLING';

export type SessionChangesQueryVariables = Exact<{
  since?: string | null | undefined;
}>;


export type SessionChangesQuery = { sessionChanges: { at: string, endedSessions: Array<string>, inactiveUsers: Array<string>, apiKeys: Array<{ id: string, hash: string, kind: ApiKeyKind, userId: string, shiftId: string | null }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const SessionChangesDocument = new TypedDocumentString(`
    query SessionChanges($since: DateTime) {
  sessionChanges(since: $since) {
    at
    endedSessions
    inactiveUsers
    apiKeys {
      id
      hash
      kind
      userId
      shiftId
    }
  }
}
    `) as unknown as TypedDocumentString<SessionChangesQuery, SessionChangesQueryVariables>;