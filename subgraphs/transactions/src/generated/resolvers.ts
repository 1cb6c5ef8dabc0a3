import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Transaction as TransactionModel } from '../domain/transaction.js';
import type { TransactionPage } from '../services/listing/list-transactions.js';
import type { SummaryForViewer } from '../resolvers/sales-summary.js';
import type { UserRef } from '../resolvers/user.js';
import type { ShiftRef } from '../resolvers/shift.js';
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
  /** ISO 8601 instant in UTC, e.g. 2024-07-10T07:54:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Calendar day YYYY-MM-DD in the business time zone. */
  LocalDate: { input: string; output: string; }
  /** Whole rupiah, an integer up to 2^53-1 carried as a JSON number. */
  Rupiah: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

/** One bill of a payment. */
export type Bill = {
  __typename?: 'Bill';
  /** The biller's fee. */
  adminFee: Scalars['Rupiah']['output'];
  /** What was used. */
  amount: Scalars['Rupiah']['output'];
  /** For paying late. */
  penalty: Scalars['Rupiah']['output'];
  /** YYYYMM, empty for non-taglis. */
  period: Scalars['String']['output'];
  /** What the customer pays for this bill. */
  total: Scalars['Rupiah']['output'];
};

/** Our deposit with the biller. */
export type BillerBalance = {
  __typename?: 'BillerBalance';
  /** What is left. */
  balance: Scalars['Rupiah']['output'];
  /** When the biller said so. */
  checkedAt: Scalars['DateTime']['output'];
  /** Below the threshold: pay in soon, or sales will be refused. */
  low: Scalars['Boolean']['output'];
  /** The threshold. */
  threshold: Scalars['Rupiah']['output'];
};

/** What is bought, for whom, and under which key. */
export type BuyTokenInput = {
  /** Set after the employee was told that the same meter bought the same product minutes ago. */
  confirmDuplicate?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the customer was shown; the purchase is refused with PRICE_CHANGED when it no longer holds. */
  expectedPrice?: InputMaybe<Scalars['Rupiah']['input']>;
  /** Chosen by the client, 8 to 64 characters; a repeat with the same key returns the same transaction and buys nothing. */
  idempotencyKey: Scalars['String']['input'];
  /** 11 or 12 digits; blanks and hyphens between them are ignored. */
  meterNumber: Scalars['String']['input'];
  /** A token of the price list. */
  productCode: Scalars['ID']['input'];
};

/** Whose meter or bill it is, as the biller says. */
export type Customer = {
  __typename?: 'Customer';
  /** The number on the meter, 11 digits. */
  meterNumber?: Maybe<Scalars['String']['output']>;
  /** The customer's name, as far as the biller tells it. */
  name?: Maybe<Scalars['String']['output']>;
  /** Meter number or customer number, as entered and accepted by the biller. */
  number: Scalars['String']['output'];
  /** Connected power in VA. */
  power?: Maybe<Scalars['Int']['output']>;
  /** PLN's number of the connection, 12 digits. */
  subscriberId?: Maybe<Scalars['String']['output']>;
  /** Tariff class, e.g. R1M. */
  tariff?: Maybe<Scalars['String']['output']>;
};

/** The sales of one day, business time zone. */
export type DailySales = {
  __typename?: 'DailySales';
  /** Which day. */
  date: Scalars['LocalDate']['output'];
  /** What came to nothing. */
  failed: StatusDay;
  /** What is not known yet. */
  processing: StatusDay;
  /** What customers paid less what the biller took. Admins only, else null. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
  /** What was sold. */
  success: StatusDay;
};

/** Whose bill is looked up. */
export type InquireBillInput = {
  /** 11 to 13 digits. */
  customerNumber: Scalars['String']['input'];
  /** Chosen by the client, 8 to 64 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** POSTPAID or NON_TAGLIS. */
  productType: ProductType;
};

/** Somebody the counter sold to before. */
export type KnownCustomer = {
  __typename?: 'KnownCustomer';
  /** How often, among these. */
  count: Scalars['Int']['output'];
  /** When that was. */
  lastSoldAt: Scalars['DateTime']['output'];
  /** The name at the last sale. */
  name?: Maybe<Scalars['String']['output']>;
  /** Meter or customer number. */
  number: Scalars['String']['output'];
  /** The product of the last sale. */
  productCode: Scalars['ID']['output'];
  /** What was sold last. */
  productType: ProductType;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Employee in an open shift only. Errors: OUTSIDE_SHIFT, BILLER_REJECTED, BILLER_UNAVAILABLE (nothing was bought), PRICE_CHANGED, PRODUCT_UNAVAILABLE, IDEMPOTENCY_KEY_REUSED, DUPLICATE_SUSPECTED, INSUFFICIENT_DEPOSIT, BAD_USER_INPUT. An unknown outcome is no error: the transaction comes back PROCESSING. */
  buyToken: Transaction;
  /** Asks the biller and records the answer. Employees for their own, admins for all. */
  checkTransactionStatus: Transaction;
  /** Admin only. Corrects a final status that turned out wrong; both the old and the new stay on record. With the status it has already it takes `needsAttention` away: an admin looked, and found it right. Errors: NOT_FOUND, BAD_USER_INPUT, INVALID_TRANSITION. */
  correctTransaction: Transaction;
  /** Looks up a bill and keeps it as AWAITING_PAYMENT. Errors: as buyToken. */
  inquireBill: Transaction;
  /** Pays a bill that is AWAITING_PAYMENT; a repeat pays nothing and returns the transaction. Errors: as buyToken, and INVALID_TRANSITION for a bill of another day. */
  payBill: Transaction;
  /** Counts one more printed receipt; from the second on it says CETAK ULANG. */
  recordPrint: Transaction;
  /** Settles by hand a transaction that is PROCESSING, after asking the biller once more. Needs a note. Errors: INVALID_TRANSITION, BILLER_CONTRADICTS. */
  resolveTransaction: Transaction;
};


export type MutationBuyTokenArgs = {
  input: BuyTokenInput;
};


export type MutationCheckTransactionStatusArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCorrectTransactionArgs = {
  id: Scalars['ID']['input'];
  note: Scalars['String']['input'];
  resolution: Resolution;
};


export type MutationInquireBillArgs = {
  input: InquireBillInput;
};


export type MutationPayBillArgs = {
  transactionId: Scalars['ID']['input'];
};


export type MutationRecordPrintArgs = {
  id: Scalars['ID']['input'];
};


export type MutationResolveTransactionArgs = {
  id: Scalars['ID']['input'];
  note: Scalars['String']['input'];
  resolution: Resolution;
  token?: InputMaybe<Scalars['String']['input']>;
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

/** Who a prepaid meter belongs to. */
export type PrepaidCustomer = {
  __typename?: 'PrepaidCustomer';
  /** The number on the meter. */
  meterNumber?: Maybe<Scalars['String']['output']>;
  /** The owner's name. */
  name?: Maybe<Scalars['String']['output']>;
  /** The number that was asked for. */
  number: Scalars['String']['output'];
  /** Connected power in VA. */
  power?: Maybe<Scalars['Int']['output']>;
  /** PLN's number of the connection. */
  subscriberId?: Maybe<Scalars['String']['output']>;
  /** Tariff class, e.g. R1M. */
  tariff?: Maybe<Scalars['String']['output']>;
};

/** What was sold; the master subgraph knows the rest. */
export type Product = {
  __typename?: 'Product';
  /** The biller's code. */
  code: Scalars['ID']['output'];
};

/** What kind of thing was sold. */
export type ProductType =
  /** PLN non-taglis (PLNNONTAG). */
  | 'NON_TAGLIS'
  /** Tagihan listrik (PLNPOSTPAID). */
  | 'POSTPAID'
  /** Token listrik. */
  | 'PREPAID';

/** The sales of one kind. */
export type ProductTypeSales = {
  __typename?: 'ProductTypeSales';
  /** What customers paid for them. */
  amount: Scalars['Rupiah']['output'];
  /** How many were SUCCESS. */
  count: Scalars['Int']['output'];
  /** Which kind. */
  productType: ProductType;
  /** What stayed with the counter. Admins only, else null. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
};

export type Query = {
  __typename?: 'Query';
  /** Our deposit with the biller, at most a minute old. Admins only. */
  billerBalance?: Maybe<BillerBalance>;
  /** Whom the counter sold to in its last 10,000 sales, the latest first. Employees see their own customers, of their own. */
  customers?: Maybe<Array<KnownCustomer>>;
  /** Whose prepaid meter this is. Moves no money. Errors: BAD_USER_INPUT, BILLER_REJECTED, BILLER_UNAVAILABLE. */
  inquirePrepaidCustomer?: Maybe<PrepaidCustomer>;
  /** Totals of sales. Employees see their own, admins all. */
  salesSummary?: Maybe<SalesSummary>;
  /** One transaction; null when there is none, or when it is somebody else's. */
  transaction?: Maybe<Transaction>;
  /** Newest first unless asked otherwise. Employees see their own, admins all. */
  transactions?: Maybe<TransactionConnection>;
};


export type QueryCustomersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  productType?: InputMaybe<ProductType>;
  search?: InputMaybe<Scalars['String']['input']>;
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
  sort?: InputMaybe<TransactionSort>;
};

/** What a person says became of a transaction. */
export type Resolution =
  /** Nothing was bought; the money goes back. */
  | 'FAILED'
  /** The customer has it. */
  | 'SUCCESS';

/** All given conditions hold together. An employee's own sales are all that an employee's filter can reach. */
export type SalesFilter = {
  /** Only what this employee sold. */
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** First day, inclusive, business time zone. */
  from?: InputMaybe<Scalars['LocalDate']['input']>;
  /** Only this kind. */
  productType?: InputMaybe<ProductType>;
  /** Only what was sold in this shift. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
  /** Only what was sold from this instant on, such as the beginning of a shift that spans midnight. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Last day, inclusive. */
  to?: InputMaybe<Scalars['LocalDate']['input']>;
};

/** Totals over sales; AWAITING_PAYMENT and EXPIRED are no sales and count nowhere. */
export type SalesSummary = {
  __typename?: 'SalesSummary';
  /** The same by kind of product; kinds with no sales are left out. */
  byProductType: Array<ProductTypeSales>;
  /** One entry a day of the range on which anything was sold, oldest first. */
  daily: Array<DailySales>;
  /** What came to nothing. */
  failed: StatusTotal;
  /** What is not known yet. */
  processing: StatusTotal;
  /** What customers paid less what the biller took, over SUCCESS. Admins only, else null. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
  /** What was sold. */
  success: StatusTotal;
};

/** A shift; the master subgraph knows the rest. */
export type Shift = {
  __typename?: 'Shift';
  /** The shift's id. */
  id: Scalars['ID']['output'];
  /** What was sold in this shift. Admin only. */
  sales?: Maybe<SalesSummary>;
};


/** A shift; the master subgraph knows the rest. */
export type ShiftSalesArgs = {
  filter?: InputMaybe<SalesFilter>;
};

/** The sales of one day in one state. */
export type StatusDay = {
  __typename?: 'StatusDay';
  /** What customers pay for them. */
  amount: Scalars['Rupiah']['output'];
  /** Amount over count, rounded to whole rupiah; 0 when there are none. */
  average: Scalars['Rupiah']['output'];
  /** How many. */
  count: Scalars['Int']['output'];
};

/** The sales in one state. */
export type StatusTotal = {
  __typename?: 'StatusTotal';
  /** What customers pay for them. */
  amount: Scalars['Rupiah']['output'];
  /** How many. */
  count: Scalars['Int']['output'];
  /** Part of all sales by count, 0 to 1; 0 when there are none. */
  share: Scalars['Float']['output'];
};

/** Collection `transaction`. */
export type Transaction = {
  __typename?: 'Transaction';
  /** Fees of the bills; null for tokens. */
  adminFee?: Maybe<Scalars['Rupiah']['output']>;
  /** Bills paid, oldest first; empty for tokens. */
  bills: Array<Bill>;
  /** When it became SUCCESS or FAILED. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Whose meter or bill it is. */
  customer: Customer;
  /** Who sold it. Null when the users subgraph is down. */
  employee?: Maybe<User>;
  /** The name at the time of sale, there even when the users subgraph is down. */
  employeeName: Scalars['String']['output'];
  /** Audit trail, oldest first. */
  events: Array<TransactionEvent>;
  /** Opaque. The invoice is what people say to each other. */
  id: Scalars['ID']['output'];
  /** INV- and 16 digits; the biller's ref_id without the hyphen. */
  invoice: Scalars['String']['output'];
  /** Energy bought, in kWh. */
  kwh?: Maybe<Scalars['Float']['output']>;
  /** The biller's last message, in its own words: never branch on it. */
  message?: Maybe<Scalars['String']['output']>;
  /** Somebody must look: it is open for long, the biller contradicts itself, or its answer could not be read. */
  needsAttention: Scalars['Boolean']['output'];
  /** When the biller is asked next; null when nothing is open. */
  nextCheckAt?: Maybe<Scalars['DateTime']['output']>;
  /** Face value of a token, or the bills without fees. */
  nominal?: Maybe<Scalars['Rupiah']['output']>;
  /** What the customer pays. */
  price?: Maybe<Scalars['Rupiah']['output']>;
  /** How often its receipt was printed. */
  printCount: Scalars['Int']['output'];
  /** Null when the master subgraph is down or the code left the price list. */
  product?: Maybe<Product>;
  /** The biller's code, kept even when it left the price list. */
  productCode: Scalars['ID']['output'];
  /** What kind of thing it is. */
  productType: ProductType;
  /** What the customer paid less what the biller took; null unless SUCCESS, and for employees. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
  /** PLN's reference of a paid bill. */
  reference?: Maybe<Scalars['String']['output']>;
  /** Bills that were left unpaid after this payment; PLN wants it on the receipt. */
  remainingBills?: Maybe<Scalars['Int']['output']>;
  /** The biller's last response code and message. */
  responseCode?: Maybe<Scalars['String']['output']>;
  /** The shift it was sold in. Null for none; its fields are null when the master subgraph is down. */
  shift?: Maybe<Shift>;
  /** How it stands. */
  status: TransactionStatus;
  /** 20 digits, no separators; only on a successful token sale, only for those who may see the transaction. */
  token?: Maybe<Scalars['String']['output']>;
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** One page of transactions. */
export type TransactionConnection = {
  __typename?: 'TransactionConnection';
  /** The transactions of this page. */
  nodes: Array<Transaction>;
  /** Where this page stands. */
  pageInfo: PageInfo;
  /** How many there are in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One thing that happened to a transaction. Never changed, never removed. */
export type TransactionEvent = {
  __typename?: 'TransactionEvent';
  /** A user id, or `system`. */
  actor: Scalars['String']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** The status before, where it changed. */
  from?: Maybe<TransactionStatus>;
  /** What a person noted, or the biller's code and message. */
  note?: Maybe<Scalars['String']['output']>;
  /** The status after, where it changed. */
  to?: Maybe<TransactionStatus>;
  /** CREATED, SENT, BILLER_ANSWER, CALLBACK, STATUS_CHECK, MANUAL_RESOLUTION, CORRECTION, CONTRADICTION, EXPIRED or PRINTED; more may come. */
  type: Scalars['String']['output'];
};

/** All given conditions hold together. An employee's own transactions are all that an employee's filter can reach. */
export type TransactionFilter = {
  /** Only what this employee sold. */
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** First day, inclusive, business time zone. */
  from?: InputMaybe<Scalars['LocalDate']['input']>;
  /** Only those that somebody must look at, or only the others. */
  needsAttention?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only this kind. */
  productType?: InputMaybe<ProductType>;
  /** Invoice, customer number, or part of the customer name. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Only what was sold in this shift. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
  /** In any of these states. */
  status?: InputMaybe<Array<TransactionStatus>>;
  /** Last day, inclusive. */
  to?: InputMaybe<Scalars['LocalDate']['input']>;
};

/** The order of a list of transactions. */
export type TransactionSort =
  /** Made last. */
  | 'NEWEST'
  /** Made first. */
  | 'OLDEST'
  /** The dearest; what has no price comes last. */
  | 'PRICE_HIGHEST'
  /** The cheapest; what has no price comes first. */
  | 'PRICE_LOWEST';

/** How a transaction stands. */
export type TransactionStatus =
  /** A bill was looked up and not paid yet. Not a sale. */
  | 'AWAITING_PAYMENT'
  /** A bill looked up and never paid within its day. */
  | 'EXPIRED'
  /** Nothing was bought. */
  | 'FAILED'
  /** Sent to the biller, outcome not known yet. */
  | 'PROCESSING'
  /** The biller did it; a token sale has its token. */
  | 'SUCCESS';

/** A person; the users subgraph knows the rest. */
export type User = {
  __typename?: 'User';
  /** The person's id. */
  id: Scalars['ID']['output'];
  /** What this employee sold. Admins, and the employee. */
  sales?: Maybe<SalesSummary>;
};


/** A person; the users subgraph knows the rest. */
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
  BillerBalance: ResolverTypeWrapper<BillerBalance>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BuyTokenInput: BuyTokenInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Customer: ResolverTypeWrapper<Customer>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DailySales: ResolverTypeWrapper<DailySales>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  InquireBillInput: InquireBillInput;
  KnownCustomer: ResolverTypeWrapper<KnownCustomer>;
  LocalDate: ResolverTypeWrapper<Scalars['LocalDate']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PrepaidCustomer: ResolverTypeWrapper<PrepaidCustomer>;
  Product: ResolverTypeWrapper<Product>;
  ProductType: ProductType;
  ProductTypeSales: ResolverTypeWrapper<ProductTypeSales>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Resolution: Resolution;
  Rupiah: ResolverTypeWrapper<Scalars['Rupiah']['output']>;
  SalesFilter: SalesFilter;
  SalesSummary: ResolverTypeWrapper<SummaryForViewer>;
  Shift: ResolverTypeWrapper<ShiftRef>;
  StatusDay: ResolverTypeWrapper<StatusDay>;
  StatusTotal: ResolverTypeWrapper<StatusTotal>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Transaction: ResolverTypeWrapper<TransactionModel>;
  TransactionConnection: ResolverTypeWrapper<TransactionPage>;
  TransactionEvent: ResolverTypeWrapper<TransactionEvent>;
  TransactionFilter: TransactionFilter;
  TransactionSort: TransactionSort;
  TransactionStatus: TransactionStatus;
  User: ResolverTypeWrapper<UserRef>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Bill: Bill;
  String: Scalars['String']['output'];
  BillerBalance: BillerBalance;
  Boolean: Scalars['Boolean']['output'];
  BuyTokenInput: BuyTokenInput;
  ID: Scalars['ID']['output'];
  Customer: Customer;
  Int: Scalars['Int']['output'];
  DailySales: DailySales;
  DateTime: Scalars['DateTime']['output'];
  InquireBillInput: InquireBillInput;
  KnownCustomer: KnownCustomer;
  LocalDate: Scalars['LocalDate']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PrepaidCustomer: PrepaidCustomer;
  Product: Product;
  ProductTypeSales: ProductTypeSales;
  Query: Record<PropertyKey, never>;
  Rupiah: Scalars['Rupiah']['output'];
  SalesFilter: SalesFilter;
  SalesSummary: SummaryForViewer;
  Shift: ShiftRef;
  StatusDay: StatusDay;
  StatusTotal: StatusTotal;
  Float: Scalars['Float']['output'];
  Transaction: TransactionModel;
  TransactionConnection: TransactionPage;
  TransactionEvent: TransactionEvent;
  TransactionFilter: TransactionFilter;
  User: UserRef;
};

export type BillResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Bill'] = ResolversParentTypes['Bill']> = {
  adminFee?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  penalty?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
};

export type BillerBalanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BillerBalance'] = ResolversParentTypes['BillerBalance']> = {
  balance?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  checkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
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
  profit?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  success?: Resolver<ResolversTypes['StatusDay'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type KnownCustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KnownCustomer'] = ResolversParentTypes['KnownCustomer']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastSoldAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  productCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productType?: Resolver<ResolversTypes['ProductType'], ParentType, ContextType>;
};

export interface LocalDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['LocalDate'], any> {
  name: 'LocalDate';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  buyToken?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationBuyTokenArgs, 'input'>>;
  checkTransactionStatus?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationCheckTransactionStatusArgs, 'id'>>;
  correctTransaction?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationCorrectTransactionArgs, 'id' | 'note' | 'resolution'>>;
  inquireBill?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationInquireBillArgs, 'input'>>;
  payBill?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationPayBillArgs, 'transactionId'>>;
  recordPrint?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationRecordPrintArgs, 'id'>>;
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

export type ProductTypeSalesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductTypeSales'] = ResolversParentTypes['ProductTypeSales']> = {
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  productType?: Resolver<ResolversTypes['ProductType'], ParentType, ContextType>;
  profit?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  billerBalance?: Resolver<Maybe<ResolversTypes['BillerBalance']>, ParentType, ContextType>;
  customers?: Resolver<Maybe<Array<ResolversTypes['KnownCustomer']>>, ParentType, ContextType, RequireFields<QueryCustomersArgs, 'first'>>;
  inquirePrepaidCustomer?: Resolver<Maybe<ResolversTypes['PrepaidCustomer']>, ParentType, ContextType, RequireFields<QueryInquirePrepaidCustomerArgs, 'meterNumber'>>;
  salesSummary?: Resolver<Maybe<ResolversTypes['SalesSummary']>, ParentType, ContextType, Partial<QuerySalesSummaryArgs>>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType, RequireFields<QueryTransactionArgs, 'id'>>;
  transactions?: Resolver<Maybe<ResolversTypes['TransactionConnection']>, ParentType, ContextType, RequireFields<QueryTransactionsArgs, 'first' | 'sort'>>;
};

export interface RupiahScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Rupiah'], any> {
  name: 'Rupiah';
}

export type SalesSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SalesSummary'] = ResolversParentTypes['SalesSummary']> = {
  byProductType?: Resolver<Array<ResolversTypes['ProductTypeSales']>, ParentType, ContextType>;
  daily?: Resolver<Array<ResolversTypes['DailySales']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['StatusTotal'], ParentType, ContextType>;
  processing?: Resolver<ResolversTypes['StatusTotal'], ParentType, ContextType>;
  profit?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
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
  needsAttention?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  nextCheckAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nominal?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  printCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productCode?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productType?: Resolver<ResolversTypes['ProductType'], ParentType, ContextType>;
  profit?: Resolver<Maybe<ResolversTypes['Rupiah']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  remainingBills?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
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
  BillerBalance?: BillerBalanceResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DailySales?: DailySalesResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  KnownCustomer?: KnownCustomerResolvers<ContextType>;
  LocalDate?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PrepaidCustomer?: PrepaidCustomerResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductTypeSales?: ProductTypeSalesResolvers<ContextType>;
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

