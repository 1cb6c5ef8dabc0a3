import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Shift as ShiftModel } from '../models/shift.js';
import type { Product as ProductModel } from '../models/product.js';
import type { AuditRecord } from '@setrum/subgraph-kit';
import type { Context } from '../context.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Instant in UTC, ISO 8601 with milliseconds, such as 2024-07-10T07:54:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Wall-clock time HH:mm in the business time zone (Asia/Jakarta unless configured). */
  LocalTime: { input: string; output: string; }
  /** Whole rupiah: an integer up to 2^53-1, transferred as a JSON number. */
  Rupiah: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

/** Input of `createShift`. */
export type CreateShiftInput = {
  /** False: the shift is created inactive. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last minute, inclusive. Earlier than startAt for a shift that spans midnight. One minute before startAt: 24 hours. */
  endAt: Scalars['LocalTime']['input'];
  /** Display name, 1 to 60 characters. */
  name: Scalars['String']['input'];
  /** First minute of the shift. */
  startAt: Scalars['LocalTime']['input'];
};

/** Audited action on a shift or a product. */
export type MasterAuditAction =
  /** An admin changed the margin or the activity of a product. */
  | 'PRODUCT_UPDATED'
  /** An admin created a shift. */
  | 'SHIFT_CREATED'
  /** An admin changed a shift. */
  | 'SHIFT_UPDATED';

/** One page of the audit trail of shifts and products. */
export type MasterAuditConnection = {
  __typename?: 'MasterAuditConnection';
  /** Events of this page, newest first. */
  nodes: Array<MasterAuditEvent>;
  /** Position of this page. */
  pageInfo: PageInfo;
  /** Number of events in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** Event of the append-only, hash-chained audit trail of shifts and products. */
export type MasterAuditEvent = {
  __typename?: 'MasterAuditEvent';
  /** The audited action. */
  action: MasterAuditAction;
  /** The acting user. Null when the account no longer exists. */
  actor?: Maybe<User>;
  /** Network address of the client. Null when unknown. */
  address?: Maybe<Scalars['String']['output']>;
  /** State after the event as JSON text. Null when there is none. */
  after?: Maybe<Scalars['String']['output']>;
  /** Time of the event. */
  at: Scalars['DateTime']['output'];
  /** State before the event as JSON text. Null when there was none. */
  before?: Maybe<Scalars['String']['output']>;
  /** SHA-256 over this event and the hash of its predecessor, in hex. */
  hash: Scalars['String']['output'];
  /** Sequence number without gaps. */
  id: Scalars['ID']['output'];
  /** Id of the shift or code of the product. */
  subject: Scalars['String']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Creates a shift. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT (with `field`). */
  createShift: Shift;
  /**
   * Re-reads the price lists of the biller. True when both were stored; false when one was not, or takes longer than the
   * caller waits. For our own services only. Errors: FORBIDDEN.
   */
  refreshPrices: Scalars['Boolean']['output'];
  /**
   * Sets the margin of a token, or activates or deactivates a product. Admins only.
   * Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT (with `field`).
   */
  updateProduct: Product;
  /**
   * Changes a shift. Other services apply it within five seconds. Admins only.
   * Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT (with `field`).
   */
  updateShift: Shift;
};


export type MutationCreateShiftArgs = {
  input: CreateShiftInput;
};


export type MutationUpdateProductArgs = {
  code: Scalars['ID']['input'];
  input: UpdateProductInput;
};


export type MutationUpdateShiftArgs = {
  id: Scalars['ID']['input'];
  input: UpdateShiftInput;
};

/** Position of a page in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last item; pass it as `after` to get the next page. Null for an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** True when items follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when items precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item. Null for an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Product of the biller's price list. Null on sales whose product has left the price list. */
export type Product = {
  __typename?: 'Product';
  /** True when the biller sells it and the owner has not deactivated it. */
  active: Scalars['Boolean']['output'];
  /** Admin fee per bill in rupiah. Null for tokens. */
  adminFee?: Maybe<Scalars['Rupiah']['output']>;
  /** Whether it can be sold at the current time, and the time of the next change. */
  availability: ProductAvailability;
  /** Product code of the biller, such as hpln20000. */
  code: Scalars['ID']['output'];
  /** Price of the biller in rupiah. Null for bills, whose amount comes from the inquiry, and for employees. */
  cost?: Maybe<Scalars['Rupiah']['output']>;
  /** Time of the last price list that has it. More than five minutes ago: the biller is unreachable, or the product has left the list. */
  fetchedAt: Scalars['DateTime']['output'];
  /** Margin in rupiah that is added to `cost`: the product's own or the configured one. Null for bills and for employees. */
  margin?: Maybe<Scalars['Rupiah']['output']>;
  /** Display name. */
  name: Scalars['String']['output'];
  /** Face value in rupiah. Null for bills. */
  nominal?: Maybe<Scalars['Rupiah']['output']>;
  /** False when the owner deactivated it. */
  offered: Scalars['Boolean']['output'];
  /** Price for the customer in rupiah: `cost` plus `margin`. Null for bills. */
  price?: Maybe<Scalars['Rupiah']['output']>;
  /** Type of the product. */
  type: ProductType;
  /** Time of the last change of price, name, margin or activity. */
  updatedAt: Scalars['DateTime']['output'];
};

/** Whether a product can be sold at the current time. PLN sells nothing during its nightly cut-off. */
export type ProductAvailability = {
  __typename?: 'ProductAvailability';
  /** Start of the next cut-off. Null when `sellable` is false or no cut-off is configured. */
  closesAt?: Maybe<Scalars['DateTime']['output']>;
  /** End of the cut-off. Null outside the cut-off and for inactive products. */
  opensAt?: Maybe<Scalars['DateTime']['output']>;
  /** Reason in the caller's language. Null when `sellable` is true. */
  reason?: Maybe<Scalars['String']['output']>;
  /** True when a sale is possible now. */
  sellable: Scalars['Boolean']['output'];
};

/** Type of a product. */
export type ProductType =
  /** PLN non-taglis bill (PLNNONTAG). */
  | 'NON_TAGLIS'
  /** Postpaid electricity bill (tagihan listrik, PLNPOSTPAID). */
  | 'POSTPAID'
  /** Prepaid electricity token (token listrik). */
  | 'PREPAID';

export type Query = {
  __typename?: 'Query';
  /**
   * Audit trail of shifts and products, newest first. `auditLog` is the trail of accounts. Admins only.
   * Errors: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT (invalid page size or cursor).
   */
  masterAuditLog?: Maybe<MasterAuditConnection>;
  /** One product. Null for a code that was never on the price list. Errors: UNAUTHENTICATED. */
  product?: Maybe<Product>;
  /** All products: tokens by face value, then bills. Errors: UNAUTHENTICATED. */
  products?: Maybe<Array<Product>>;
  /** One shift. Null for an unknown id. Errors: UNAUTHENTICATED. */
  shift?: Maybe<Shift>;
  /** All shifts, ordered by start time. Errors: UNAUTHENTICATED. */
  shifts?: Maybe<Array<Shift>>;
};


export type QueryMasterAuditLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryProductArgs = {
  code: Scalars['ID']['input'];
};


export type QueryProductsArgs = {
  active?: InputMaybe<Scalars['Boolean']['input']>;
  type?: InputMaybe<ProductType>;
};


export type QueryShiftArgs = {
  id: Scalars['ID']['input'];
};


export type QueryShiftsArgs = {
  active?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Working hours that employees are assigned to. */
export type Shift = {
  __typename?: 'Shift';
  /** False: its employees cannot sign in or sell. */
  active: Scalars['Boolean']['output'];
  /** Creation time of the shift. */
  createdAt: Scalars['DateTime']['output'];
  /** Last minute of the shift, inclusive: 08:00-15:59 covers 08:00:00 up to 15:59:59.999. Earlier than startAt for a shift that spans midnight. */
  endAt: Scalars['LocalTime']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Display name, such as Pagi. */
  name: Scalars['String']['output'];
  /** True when the shift is active and its hours include the current time. */
  open: Scalars['Boolean']['output'];
  /** First minute of the shift. */
  startAt: Scalars['LocalTime']['output'];
  /** Time of the last change. */
  updatedAt: Scalars['DateTime']['output'];
};

/** Input of `updateProduct`. Omitted fields stay unchanged. */
export type UpdateProductInput = {
  /** False deactivates the product, whether or not the biller sells it. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Margin of a token in rupiah, 0 to 1,000,000. Null returns to the configured margin. Refused for bills. */
  margin?: InputMaybe<Scalars['Rupiah']['input']>;
};

/** Input of `updateShift`. Omitted and null fields stay unchanged. */
export type UpdateShiftInput = {
  /** False deactivates the shift: its employees can no longer sell. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last minute of the shift, inclusive. */
  endAt?: InputMaybe<Scalars['LocalTime']['input']>;
  /** Display name, 1 to 60 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** First minute of the shift. */
  startAt?: InputMaybe<Scalars['LocalTime']['input']>;
};

/** User account of the counter. Null for viewers who may not read it: employees read only themselves. */
export type User = {
  __typename?: 'User';
  /** Opaque id. */
  id: Scalars['ID']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Product: Product;
  Shift: Shift;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"code":true}> );
  Shift:
    ( { __typename: 'Shift' }
    & GraphQLRecursivePick<FederationTypes['Shift'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CreateShiftInput: CreateShiftInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  LocalTime: ResolverTypeWrapper<Scalars['LocalTime']['output']>;
  MasterAuditAction: MasterAuditAction;
  MasterAuditConnection: ResolverTypeWrapper<Omit<MasterAuditConnection, 'nodes'> & { nodes: Array<ResolversTypes['MasterAuditEvent']> }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  MasterAuditEvent: ResolverTypeWrapper<AuditRecord>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Product: ResolverTypeWrapper<ProductModel>;
  ProductAvailability: ResolverTypeWrapper<ProductAvailability>;
  ProductType: ProductType;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Rupiah: ResolverTypeWrapper<Scalars['Rupiah']['output']>;
  Shift: ResolverTypeWrapper<ShiftModel>;
  UpdateProductInput: UpdateProductInput;
  UpdateShiftInput: UpdateShiftInput;
  User: ResolverTypeWrapper<User>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CreateShiftInput: CreateShiftInput;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  DateTime: Scalars['DateTime']['output'];
  LocalTime: Scalars['LocalTime']['output'];
  MasterAuditConnection: Omit<MasterAuditConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['MasterAuditEvent']> };
  Int: Scalars['Int']['output'];
  MasterAuditEvent: AuditRecord;
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Product: ProductModel;
  ProductAvailability: ProductAvailability;
  Query: Record<PropertyKey, never>;
  Rupiah: Scalars['Rupiah']['output'];
  Shift: ShiftModel;
  UpdateProductInput: UpdateProductInput;
  UpdateShiftInput: UpdateShiftInput;
  User: User;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface LocalTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['LocalTime'], any> {
  name: 'LocalTime';
}

export type MasterAuditConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MasterAuditConnection'] = ResolversParentTypes['MasterAuditConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['MasterAuditEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MasterAuditEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MasterAuditEvent'] = ResolversParentTypes['MasterAuditEvent']> = {
  action?: Resolver<ResolversTypes['MasterAuditAction'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createShift?: Resolver<ResolversTypes['Shift'], ParentType, ContextType, RequireFields<MutationCreateShiftArgs, 'input'>>;
  refreshPrices?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  updateProduct?: Resolver<ResolversTypes['Product'], ParentType, ContextType, RequireFields<MutationUpdateProductArgs, 'code' | 'input'>>;
  updateShift?: Resolver<ResolversTypes['Shift'], ParentType, ContextType, RequireFields<MutationUpdateShiftArgs, 'id' | 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  adminFee?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  availability?: Resolver<ResolversTypes['ProductAvailability'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  cost?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  fetchedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  margin?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nominal?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  offered?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['ProductType'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ProductAvailabilityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductAvailability'] = ResolversParentTypes['ProductAvailability']> = {
  closesAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  opensAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sellable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  masterAuditLog?: Resolver<Maybe<ResolversTypes['MasterAuditConnection']>, ParentType, ContextType, RequireFields<QueryMasterAuditLogArgs, 'first'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, RequireFields<QueryProductArgs, 'code'>>;
  products?: Resolver<Maybe<Array<ResolversTypes['Product']>>, ParentType, ContextType, Partial<QueryProductsArgs>>;
  shift?: Resolver<Maybe<ResolversTypes['Shift']>, ParentType, ContextType, RequireFields<QueryShiftArgs, 'id'>>;
  shifts?: Resolver<Maybe<Array<ResolversTypes['Shift']>>, ParentType, ContextType, Partial<QueryShiftsArgs>>;
};

export interface RupiahScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Rupiah'], any> {
  name: 'Rupiah';
}

export type ShiftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shift'] = ResolversParentTypes['Shift'], FederationReferenceType extends FederationReferenceTypes['Shift'] = FederationReferenceTypes['Shift']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Shift']> | FederationReferenceType, FederationReferenceType, ContextType>;
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endAt?: Resolver<ResolversTypes['LocalTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startAt?: Resolver<ResolversTypes['LocalTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  LocalTime?: GraphQLScalarType;
  MasterAuditConnection?: MasterAuditConnectionResolvers<ContextType>;
  MasterAuditEvent?: MasterAuditEventResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductAvailability?: ProductAvailabilityResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Rupiah?: GraphQLScalarType;
  Shift?: ShiftResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

