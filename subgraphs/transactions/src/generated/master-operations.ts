/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Type of a product. */
export type ProductType =
  /** PLN non-taglis bill (PLNNONTAG). */
  | 'NON_TAGLIS'
  /** Postpaid electricity bill (tagihan listrik, PLNPOSTPAID). */
  | 'POSTPAID'
  /** Prepaid electricity token (token listrik). */
  | 'PREPAID';

export type ReplicatedProductsQueryVariables = Exact<{ [key: string]: never; }>;


export type ReplicatedProductsQuery = { products: Array<{ code: string, type: ProductType, name: string, nominal: number | null, cost: number | null, price: number | null, active: boolean }> | null };

export type ReplicatedShiftsQueryVariables = Exact<{ [key: string]: never; }>;


export type ReplicatedShiftsQuery = { shifts: Array<{ id: string, name: string, startAt: string, endAt: string, active: boolean }> | null };

export type RefreshPricesMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshPricesMutation = { refreshPrices: boolean };

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

export const ReplicatedProductsDocument = new TypedDocumentString(`
    query ReplicatedProducts {
  products {
    code
    type
    name
    nominal
    cost
    price
    active
  }
}
    `) as unknown as TypedDocumentString<ReplicatedProductsQuery, ReplicatedProductsQueryVariables>;
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
export const RefreshPricesDocument = new TypedDocumentString(`
    mutation RefreshPrices {
  refreshPrices
}
    `) as unknown as TypedDocumentString<RefreshPricesMutation, RefreshPricesMutationVariables>;