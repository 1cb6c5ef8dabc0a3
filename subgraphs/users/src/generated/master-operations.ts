/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ReplicatedShiftsQueryVariables = Exact<{ [key: string]: never; }>;


export type ReplicatedShiftsQuery = { shifts: Array<{ id: string, name: string, startAt: string, endAt: string, active: boolean }> | null };

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

export const ReplicatedShiftsDocument = new TypedDocumentString(`
    query ReplicatedShifts {
  shifts {
    id
    name
    startAt
    endAt
    active
  }
}
    `) as unknown as TypedDocumentString<ReplicatedShiftsQuery, ReplicatedShiftsQueryVariables>;