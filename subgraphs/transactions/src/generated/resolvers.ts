import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Context } from '../context.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  DateTime: { input: Date; output: Date; }
  /** Calendar day YYYY-MM-DD in the business time zone. */
  LocalDate: { input: string; output: string; }
  Rupiah: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

export type Bill = {
  __typename?: 'Bill';
  adminFee: Scalars['Rupiah']['output'];
  amount: Scalars['Rupiah']['output'];
  penalty: Scalars['Rupiah']['output'];
  /** YYYYMM, empty for non-taglis. */
  period: Scalars['String']['output'];
  total: Scalars['Rupiah']['output'];
};

export type BuyTokenInput = {
  /** Set after the employee was told that the same meter bought the same product minutes ago. */
  confirmDuplicate?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the customer was shown; the purchase is refused with PRICE_CHANGED when it no longer holds. */
  expectedPrice?: InputMaybe<Scalars['Rupiah']['input']>;
  /** Chosen by the client, 8 to 64 characters; a repeat with the same key returns the same transaction and buys nothing. */
  idempotencyKey: Scalars['String']['input'];
  meterNumber: Scalars['String']['input'];
  productCode: Scalars['ID']['input'];
};

export type Customer = {
  __typename?: 'Customer';
  meterNumber?: Maybe<Scalars['String']['output']>;
  name?: Maybe<Scalars['String']['output']>;
  /** Meter number or customer number, as entered and accepted by the biller. */
  number: Scalars['String']['output'];
  /** Connected power in VA. */
  power?: Maybe<Scalars['Int']['output']>;
  subscriberId?: Maybe<Scalars['String']['output']>;
  /** Tariff class, e.g. R1M. */
  tariff?: Maybe<Scalars['String']['output']>;
};

export type DailySales = {
  __typename?: 'DailySales';
  date: Scalars['LocalDate']['output'];
  failed: StatusDay;
  processing: StatusDay;
  success: StatusDay;
};

export type InquireBillInput = {
  customerNumber: Scalars['String']['input'];
  idempotencyKey: Scalars['String']['input'];
  /** POSTPAID or NON_TAGLIS. */
  productType: ProductType;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Employee in an open shift only. Errors: OUTSIDE_SHIFT, BILLER_REJECTED, BILLER_UNAVAILABLE (nothing was bought), PRICE_CHANGED, PRODUCT_UNAVAILABLE, IDEMPOTENCY_KEY_REUSED, BAD_USER_INPUT. An unknown outcome is no error: the transaction comes back PROCESSING. */
  buyToken: Transaction;
  /** Asks the biller and records the answer. */
  checkTransactionStatus: Transaction;
  /** Looks up a bill and keeps it as AWAITING_PAYMENT. */
  inquireBill: Transaction;
  /** Pays a bill that is AWAITING_PAYMENT; a repeat pays nothing and returns the transaction. */
  payBill: Transaction;
  /** Settles by hand a transaction that is PROCESSING, after asking the biller once more. Needs a note. Errors: INVALID_TRANSITION, BILLER_CONTRADICTS. */
  resolveTransaction: Transaction;
};


export type MutationBuyTokenArgs = {
  input: BuyTokenInput;
};


export type MutationCheckTransactionStatusArgs = {
  id: Scalars['ID']['input'];
};


export type MutationInquireBillArgs = {
  input: InquireBillInput;
};


export type MutationPayBillArgs = {
  transactionId: Scalars['ID']['input'];
};


export type MutationResolveTransactionArgs = {
  id: Scalars['ID']['input'];
  note: Scalars['String']['input'];
  resolution: Resolution;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Who a prepaid meter belongs to. */
export type PrepaidCustomer = {
  __typename?: 'PrepaidCustomer';
  meterNumber?: Maybe<Scalars['String']['output']>;
  name?: Maybe<Scalars['String']['output']>;
  number: Scalars['String']['output'];
  power?: Maybe<Scalars['Int']['output']>;
  subscriberId?: Maybe<Scalars['String']['output']>;
  tariff?: Maybe<Scalars['String']['output']>;
};

export type Product = {
  __typename?: 'Product';
  code: Scalars['ID']['output'];
};

export type ProductType =
  | 'NON_TAGLIS'
  | 'POSTPAID'
  | 'PREPAID';

export type Query = {
  __typename?: 'Query';
  inquirePrepaidCustomer?: Maybe<PrepaidCustomer>;
  salesSummary?: Maybe<SalesSummary>;
  transaction?: Maybe<Transaction>;
  /** Newest first. Employees see their own, admins all. */
  transactions?: Maybe<TransactionConnection>;
};


export type QueryInquirePrepaidCustomerArgs = {
  meterNumber: Scalars['String']['input'];
};


export type QuerySalesSummaryArgs = {
  filter?: InputMaybe<SalesFilter>;
};


export type QueryTransactionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTransactionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TransactionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  page?: InputMaybe<Scalars['Int']['input']>;
};

export type Resolution =
  | 'FAILED'
  | 'SUCCESS';

/** All given conditions hold together. An employee's own sales are all that an employee's filter can reach. */
export type SalesFilter = {
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** First day, inclusive, business time zone. */
  from?: InputMaybe<Scalars['LocalDate']['input']>;
  productType?: InputMaybe<ProductType>;
  shiftId?: InputMaybe<Scalars['ID']['input']>;
  /** Last day, inclusive. */
  to?: InputMaybe<Scalars['LocalDate']['input']>;
};

/** Totals over sales; AWAITING_PAYMENT and EXPIRED are no sales and count nowhere. */
export type SalesSummary = {
  __typename?: 'SalesSummary';
  /** One entry a day of the range on which anything was sold, oldest first. */
  daily: Array<DailySales>;
  failed: StatusTotal;
  processing: StatusTotal;
  success: StatusTotal;
};

export type Shift = {
  __typename?: 'Shift';
  id: Scalars['ID']['output'];
  /** What was sold in this shift. Admin only. */
  sales?: Maybe<SalesSummary>;
};


export type ShiftSalesArgs = {
  filter?: InputMaybe<SalesFilter>;
};

export type StatusDay = {
  __typename?: 'StatusDay';
  amount: Scalars['Rupiah']['output'];
  /** Amount over count, rounded to whole rupiah; 0 when there are none. */
  average: Scalars['Rupiah']['output'];
  count: Scalars['Int']['output'];
};

export type StatusTotal = {
  __typename?: 'StatusTotal';
  amount: Scalars['Rupiah']['output'];
  count: Scalars['Int']['output'];
  /** Part of all sales by count, 0 to 1; 0 when there are none. */
  share: Scalars['Float']['output'];
};

/** Collection `transaction`. */
export type Transaction = {
  __typename?: 'Transaction';
  adminFee?: Maybe<Scalars['Rupiah']['output']>;
  /** Bills paid, oldest first; empty for tokens. */
  bills: Array<Bill>;
  /** When it became SUCCESS or FAILED. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  createdAt: Scalars['DateTime']['output'];
  customer: Customer;
  /** Who sold it. Null when the users subgraph is down. */
  employee?: Maybe<User>;
  /** The name at the time of sale, there even when the users subgraph is down. */
  employeeName: Scalars['String']['output'];
  /** Audit trail, oldest first. */
  events: Array<TransactionEvent>;
  id: Scalars['ID']['output'];
  /** INV- and 16 digits; the biller's ref_id without the hyphen. */
  invoice: Scalars['String']['output'];
  /** Energy bought, in kWh. */
  kwh?: Maybe<Scalars['Float']['output']>;
  message?: Maybe<Scalars['String']['output']>;
  nominal?: Maybe<Scalars['Rupiah']['output']>;
  /** What the customer pays. */
  price?: Maybe<Scalars['Rupiah']['output']>;
  /** Null when the master subgraph is down or the code left the price list. */
  product?: Maybe<Product>;
  productCode: Scalars['ID']['output'];
  productType: ProductType;
  /** The biller's last response code and message. */
  responseCode?: Maybe<Scalars['String']['output']>;
  /** The shift it was sold in. Null for none; its fields are null when the master subgraph is down. */
  shift?: Maybe<Shift>;
  status: TransactionStatus;
  /** 20 digits, no separators; only on a successful token sale, only for those who may see the transaction. */
  token?: Maybe<Scalars['String']['output']>;
  updatedAt: Scalars['DateTime']['output'];
};

export type TransactionConnection = {
  __typename?: 'TransactionConnection';
  nodes: Array<Transaction>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type TransactionEvent = {
  __typename?: 'TransactionEvent';
  /** A user id, or `system`. */
  actor: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  from?: Maybe<TransactionStatus>;
  note?: Maybe<Scalars['String']['output']>;
  to?: Maybe<TransactionStatus>;
  /** E.g. CREATED, SENT, BILLER_ANSWER, CALLBACK, STATUS_CHECK, MANUAL_RESOLUTION. */
  type: Scalars['String']['output'];
};

export type TransactionFilter = {
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  from?: InputMaybe<Scalars['LocalDate']['input']>;
  productType?: InputMaybe<ProductType>;
  /** Invoice, customer number, or part of the customer name. */
  search?: InputMaybe<Scalars['String']['input']>;
  shiftId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<Array<TransactionStatus>>;
  to?: InputMaybe<Scalars['LocalDate']['input']>;
};

export type TransactionStatus =
  /** A bill was looked up and not paid yet. Not a sale. */
  | 'AWAITING_PAYMENT'
  /** A bill looked up and never paid within its day. */
  | 'EXPIRED'
  | 'FAILED'
  /** Sent to the biller, outcome not known yet. */
  | 'PROCESSING'
  | 'SUCCESS';

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
  /** What this employee sold. Admins, and the employee. */
  sales?: Maybe<SalesSummary>;
};


export type UserSalesArgs = {
  filter?: InputMaybe<SalesFilter>;
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
  Shift: Shift;
  Transaction: Transaction;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Shift:
    ( { __typename: 'Shift' }
    & GraphQLRecursivePick<FederationTypes['Shift'], {"id":true}> );
  Transaction:
    ( { __typename: 'Transaction' }
    & GraphQLRecursivePick<FederationTypes['Transaction'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Bill: ResolverTypeWrapper<Bill>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  BuyTokenInput: BuyTokenInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Customer: ResolverTypeWrapper<Customer>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DailySales: ResolverTypeWrapper<DailySales>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  InquireBillInput: InquireBillInput;
  LocalDate: ResolverTypeWrapper<Scalars['LocalDate']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PrepaidCustomer: ResolverTypeWrapper<PrepaidCustomer>;
  Product: ResolverTypeWrapper<Product>;
  ProductType: ProductType;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Resolution: Resolution;
  Rupiah: ResolverTypeWrapper<Scalars['Rupiah']['output']>;
  SalesFilter: SalesFilter;
  SalesSummary: ResolverTypeWrapper<SalesSummary>;
  Shift: ResolverTypeWrapper<Shift>;
  StatusDay: ResolverTypeWrapper<StatusDay>;
  StatusTotal: ResolverTypeWrapper<StatusTotal>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Transaction: ResolverTypeWrapper<Transaction>;
  TransactionConnection: ResolverTypeWrapper<TransactionConnection>;
  TransactionEvent: ResolverTypeWrapper<TransactionEvent>;
  TransactionFilter: TransactionFilter;
  TransactionStatus: TransactionStatus;
  User: ResolverTypeWrapper<User>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Bill: Bill;
  String: Scalars['String']['output'];
  BuyTokenInput: BuyTokenInput;
  Boolean: Scalars['Boolean']['output'];
  ID: Scalars['ID']['output'];
  Customer: Customer;
  Int: Scalars['Int']['output'];
  DailySales: DailySales;
  DateTime: Scalars['DateTime']['output'];
  InquireBillInput: InquireBillInput;
  LocalDate: Scalars['LocalDate']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PrepaidCustomer: PrepaidCustomer;
  Product: Product;
  Query: Record<PropertyKey, never>;
  Rupiah: Scalars['Rupiah']['output'];
  SalesFilter: SalesFilter;
  SalesSummary: SalesSummary;
  Shift: Shift | FederationReferenceTypes['Shift'];
  StatusDay: StatusDay;
  StatusTotal: StatusTotal;
  Float: Scalars['Float']['output'];
  Transaction: Transaction | FederationReferenceTypes['Transaction'];
  TransactionConnection: TransactionConnection;
  TransactionEvent: TransactionEvent;
  TransactionFilter: TransactionFilter;
  User: User | FederationReferenceTypes['User'];
};

export type BillResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Bill'] = ResolversParentTypes['Bill']> = {
  adminFee?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  penalty?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
};

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer']> = {
  meterNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  power?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  subscriberId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tariff?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DailySalesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DailySales'] = ResolversParentTypes['DailySales']> = {
  date?: Resolver<ResolversTypes['LocalDate'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['StatusDay'], ParentType, ContextType>;
  processing?: Resolver<ResolversTypes['StatusDay'], ParentType, ContextType>;
  success?: Resolver<ResolversTypes['StatusDay'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface LocalDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['LocalDate'], any> {
  name: 'LocalDate';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  buyToken?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationBuyTokenArgs, 'input'>>;
  checkTransactionStatus?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationCheckTransactionStatusArgs, 'id'>>;
  inquireBill?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationInquireBillArgs, 'input'>>;
  payBill?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationPayBillArgs, 'transactionId'>>;
  resolveTransaction?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationResolveTransactionArgs, 'id' | 'note' | 'resolution'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PrepaidCustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PrepaidCustomer'] = ResolversParentTypes['PrepaidCustomer']> = {
  meterNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  power?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  subscriberId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tariff?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  code?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  inquirePrepaidCustomer?: Resolver<Maybe<ResolversTypes['PrepaidCustomer']>, ParentType, ContextType, RequireFields<QueryInquirePrepaidCustomerArgs, 'meterNumber'>>;
  salesSummary?: Resolver<Maybe<ResolversTypes['SalesSummary']>, ParentType, ContextType, Partial<QuerySalesSummaryArgs>>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType, RequireFields<QueryTransactionArgs, 'id'>>;
  transactions?: Resolver<Maybe<ResolversTypes['TransactionConnection']>, ParentType, ContextType, RequireFields<QueryTransactionsArgs, 'first'>>;
};

export interface RupiahScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Rupiah'], any> {
  name: 'Rupiah';
}

export type SalesSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SalesSummary'] = ResolversParentTypes['SalesSummary']> = {
  daily?: Resolver<Array<ResolversTypes['DailySales']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['StatusTotal'], ParentType, ContextType>;
  processing?: Resolver<ResolversTypes['StatusTotal'], ParentType, ContextType>;
  success?: Resolver<ResolversTypes['StatusTotal'], ParentType, ContextType>;
};

export type ShiftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shift'] = ResolversParentTypes['Shift'], FederationReferenceType extends FederationReferenceTypes['Shift'] = FederationReferenceTypes['Shift']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Shift']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sales?: Resolver<Maybe<ResolversTypes['SalesSummary']>, ParentType, ContextType, Partial<ShiftSalesArgs>>;
};

export type StatusDayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatusDay'] = ResolversParentTypes['StatusDay']> = {
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  average?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StatusTotalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatusTotal'] = ResolversParentTypes['StatusTotal']> = {
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TransactionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction'], FederationReferenceType extends FederationReferenceTypes['Transaction'] = FederationReferenceTypes['Transaction']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Transaction']> | FederationReferenceType, FederationReferenceType, ContextType>;
  adminFee?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  bills?: Resolver<Array<ResolversTypes['Bill']>, ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
  employee?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  employeeName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  events?: Resolver<Array<ResolversTypes['TransactionEvent']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kwh?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nominal?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productType?: Resolver<ResolversTypes['ProductType'], ParentType, ContextType>;
  responseCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  shift?: Resolver<Maybe<ResolversTypes['Shift']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TransactionStatus'], ParentType, ContextType>;
  token?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TransactionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransactionConnection'] = ResolversParentTypes['TransactionConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Transaction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TransactionEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransactionEvent'] = ResolversParentTypes['TransactionEvent']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['TransactionStatus']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['TransactionStatus']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sales?: Resolver<Maybe<ResolversTypes['SalesSummary']>, ParentType, ContextType, Partial<UserSalesArgs>>;
};

export type Resolvers<ContextType = Context> = {
  Bill?: BillResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DailySales?: DailySalesResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  LocalDate?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PrepaidCustomer?: PrepaidCustomerResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Rupiah?: GraphQLScalarType;
  SalesSummary?: SalesSummaryResolvers<ContextType>;
  Shift?: ShiftResolvers<ContextType>;
  StatusDay?: StatusDayResolvers<ContextType>;
  StatusTotal?: StatusTotalResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  TransactionConnection?: TransactionConnectionResolvers<ContextType>;
  TransactionEvent?: TransactionEventResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

