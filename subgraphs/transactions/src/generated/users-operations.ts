/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Role of a user. */
export type Role =
  /** Owner: reads and manages everything, sells nothing. */
  | 'ADMIN'
  /** Cashier: sells during the open shift, reads own sales only. */
  | 'EMPLOYEE';

export type ReplicatedUsersQueryVariables = Exact<{ [key: string]: never; }>;


export type ReplicatedUsersQuery = { replicatedUsers: Array<{ id: string, name: string, active: boolean, role: Role, shiftId: string | null }> | null };

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

export const ReplicatedUsersDocument = new TypedDocumentString(`
    query ReplicatedUsers {
  replicatedUsers {
    id
    name
    active
    role
    shiftId
  }
}
    `) as unknown as TypedDocumentString<ReplicatedUsersQuery, ReplicatedUsersQueryVariables>;