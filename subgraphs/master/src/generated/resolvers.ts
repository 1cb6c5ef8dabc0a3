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
  /** ISO 8601 instant in UTC, e.g. 2024-07-10T07:54:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Wall-clock time HH:mm in the business time zone (Asia/Jakarta unless configured). */
  LocalTime: { input: string; output: string; }
  /** Whole rupiah, an integer up to 2^53-1 carried as a JSON number. */
  Rupiah: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

/** A new shift. */
export type CreateShiftInput = {
  /** Whether it is worked from now on. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last minute, inclusive; before startAt for a shift that spans midnight. One minute before startAt is round the clock. */
  endAt: Scalars['LocalTime']['input'];
  /** 1 to 60 characters. */
  name: Scalars['String']['input'];
  /** First minute. */
  startAt: Scalars['LocalTime']['input'];
};

/** What is written down about shifts and products. */
export type MasterAuditAction =
  /** An admin changed a product's margin, or took it off the counter or put it back. */
  | 'PRODUCT_UPDATED'
  /** An admin made a shift. */
  | 'SHIFT_CREATED'
  /** An admin changed a shift. */
  | 'SHIFT_UPDATED';

/** One page of master's audit record. */
export type MasterAuditConnection = {
  __typename?: 'MasterAuditConnection';
  /** The records of this page, the newest first. */
  nodes: Array<MasterAuditEvent>;
  /** Where this page stands. */
  pageInfo: PageInfo;
  /** How many there are in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One record of master's append-only, hash-chained audit record. */
export type MasterAuditEvent = {
  __typename?: 'MasterAuditEvent';
  /** What happened. */
  action: MasterAuditAction;
  /** Who did it. */
  actor?: Maybe<User>;
  /** The network address it came from, as far as it is known. */
  address?: Maybe<Scalars['String']['output']>;
  /** What was afterwards, as JSON text. */
  after?: Maybe<Scalars['String']['output']>;
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** What was before, as JSON text; null when nothing was. */
  before?: Maybe<Scalars['String']['output']>;
  /** SHA-256 over this record and the hash of the one before it, in hex. */
  hash: Scalars['String']['output'];
  /** Its number, without a gap. */
  id: Scalars['ID']['output'];
  /** The shift's id, or the product's code. */
  subject: Scalars['String']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Admin only. Errors: BAD_USER_INPUT. */
  createShift: Shift;
  /** Admin only. Sets the margin of a token, or takes a product off the counter. Errors: NOT_FOUND, BAD_USER_INPUT. */
  updateProduct: Product;
  /** Admin only. Deactivating a shift stops its employees at once. Errors: NOT_FOUND, BAD_USER_INPUT. */
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

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last of the page: the next page begins after it. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether something follows. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether something stands before. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first of the page; null when it is empty. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Something the counter can sell, from the biller's price list. */
export type Product = {
  __typename?: 'Product';
  /** Whether it is for sale: the biller offers it, and the owner has not switched it off. */
  active: Scalars['Boolean']['output'];
  /** Fee per bill; null for tokens. */
  adminFee?: Maybe<Scalars['Rupiah']['output']>;
  /** Whether it can be sold at this moment, and until when, or from when on. */
  availability: ProductAvailability;
  /** The biller's product code, such as hpln20000. */
  code: Scalars['ID']['output'];
  /** What the biller charges us; null for bills, whose amount comes from the inquiry. */
  cost?: Maybe<Scalars['Rupiah']['output']>;
  /** When the biller last named this price. An old one means that the biller cannot be reached. */
  fetchedAt: Scalars['DateTime']['output'];
  /** What we add to the cost: this product's own margin, or the configured one; null for bills. */
  margin?: Maybe<Scalars['Rupiah']['output']>;
  /** What people call it. */
  name: Scalars['String']['output'];
  /** Face value; null for bills. */
  nominal?: Maybe<Scalars['Rupiah']['output']>;
  /** False when the owner switched it off. */
  offered: Scalars['Boolean']['output'];
  /** What the customer pays: cost plus the margin; null for bills. */
  price?: Maybe<Scalars['Rupiah']['output']>;
  /** Which kind of thing it is. */
  type: ProductType;
  /** When the price, the name or a switch last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** Whether a product can be sold at this moment. PLN sells nothing during its nightly cut-off. */
export type ProductAvailability = {
  __typename?: 'ProductAvailability';
  /** When the next cut-off begins; null when it cannot be sold now, or when there is no cut-off. */
  closesAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it can be sold again, as far as that is known. */
  opensAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why it cannot be sold now, in the caller's language; null when it can. */
  reason?: Maybe<Scalars['String']['output']>;
  /** True when a sale would be accepted now. */
  sellable: Scalars['Boolean']['output'];
};

/** The kinds of thing that the counter sells. */
export type ProductType =
  /** PLN non-taglis (PLNNONTAG). */
  | 'NON_TAGLIS'
  /** Tagihan listrik (PLNPOSTPAID). */
  | 'POSTPAID'
  /** Token listrik. */
  | 'PREPAID';

export type Query = {
  __typename?: 'Query';
  /** Admin only. What happened to shifts and products, the newest first; accounts and sessions have their own `auditLog`. */
  masterAuditLog?: Maybe<MasterAuditConnection>;
  /** One product; null when the biller never named this code. For everybody who is signed in. */
  product?: Maybe<Product>;
  /** What the counter can sell: tokens by face value, then bills. For everybody who is signed in. */
  products?: Maybe<Array<Product>>;
  /** One shift; null when there is none with this id. For everybody who is signed in. */
  shift?: Maybe<Shift>;
  /** All shifts, in the order in which a day runs through them. For everybody who is signed in. */
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

/** Working hours. Collection `officeHours`. */
export type Shift = {
  __typename?: 'Shift';
  /** Whether the shift is worked at all. Nobody sells in an inactive shift. */
  active: Scalars['Boolean']['output'];
  /** When the shift was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Last minute of the shift, inclusive: 08:00-15:59 covers 08:00:00 up to 15:59:59.999. Earlier than startAt for a shift that spans midnight. */
  endAt: Scalars['LocalTime']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** What people call it, such as Pagi. */
  name: Scalars['String']['output'];
  /** Whether the shift is active and its hours cover the present moment. */
  open: Scalars['Boolean']['output'];
  /** First minute of the shift. */
  startAt: Scalars['LocalTime']['output'];
  /** When the shift was last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** What changes of a product. Fields left out stay as they are. */
export type UpdateProductInput = {
  /** False takes it off the counter, whatever the biller says. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** What is added to the biller's price of a token, 0 to 1,000,000; null returns to the configured margin. */
  margin?: InputMaybe<Scalars['Rupiah']['input']>;
};

/** What changes of a shift. Fields left out stay as they are. */
export type UpdateShiftInput = {
  /** False stops its employees at once. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Last minute, inclusive. */
  endAt?: InputMaybe<Scalars['LocalTime']['input']>;
  /** 1 to 60 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** First minute. */
  startAt?: InputMaybe<Scalars['LocalTime']['input']>;
};

/** A person; the users subgraph knows the rest. */
export type User = {
  __typename?: 'User';
  /** The person's id. */
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

