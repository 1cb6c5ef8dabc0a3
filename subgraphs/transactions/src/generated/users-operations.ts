/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a person may do. */
export type Role =
  /** Owner: sees and manages everything, sells nothing. */
  | 'ADMIN'
  /** Cashier: sells during an active shift, sees own sales only. */
  | 'EMPLOYEE';

export type ReplicatedStaffQueryVariables = Exact<{ [key: string]: never; }>;


export type ReplicatedStaffQuery = { staff: Array<{ id: string, name: string, active: boolean, role: Role, shiftId: string | null }> | null };

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

export const ReplicatedStaffDocument = new TypedDocumentString(`
    query ReplicatedStaff {
  staff {
    id
    name
    active
    role
    shiftId
  }
}
    `) as unknown as TypedDocumentString<ReplicatedStaffQuery, ReplicatedStaffQueryVariables>;