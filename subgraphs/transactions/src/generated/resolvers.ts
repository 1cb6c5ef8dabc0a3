import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Transaction as TransactionModel } from '../domain/transaction.js';
import type { TransactionPage } from '../services/listing/list-transactions.js';
import type { SummaryForViewer, UserRef, ShiftRef } from '../resolvers/sales-summary.js';
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
  /** Instant in UTC, ISO 8601 with milliseconds, such as 2024-07-10T07:54:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Calendar day YYYY-MM-DD in the business time zone. */
  LocalDate: { input: string; output: string; }
  /** Whole rupiah: an integer up to 2^53-1, transferred as a JSON number. */
  Rupiah: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

/** One bill of a payment. */
export type Bill = {
  __typename?: 'Bill';
  /** The biller's fee. */
  adminFee: Scalars['Rupiah']['output'];
  /** Amount of the consumption. */
  amount: Scalars['Rupiah']['output'];
  /** Meter reading in kWh at the end of the period. Null until the bill is paid. */
  meterEnd?: Maybe<Scalars['String']['output']>;
  /** Meter reading in kWh at the start of the period, as PLN prints it (`00012000`). Null until the bill is paid. */
  meterStart?: Maybe<Scalars['String']['output']>;
  /** Penalty for late payment. */
  penalty: Scalars['Rupiah']['output'];
  /** YYYYMM, empty for non-taglis. */
  period: Scalars['String']['output'];
  /** Price of this bill for the customer. */
  total: Scalars['Rupiah']['output'];
};

/** Our deposit with the biller. */
export type BillerBalance = {
  __typename?: 'BillerBalance';
  /** The balance. */
  balance: Scalars['Rupiah']['output'];
  /** Time of the query. */
  checkedAt: Scalars['DateTime']['output'];
  /** Whether the balance is below the threshold: pay in soon, or sales will be refused. */
  low: Scalars['Boolean']['output'];
  /** The threshold. */
  threshold: Scalars['Rupiah']['output'];
};

/** A token purchase. */
export type BuyTokenInput = {
  /** True after the employee confirmed a purchase that was refused with DUPLICATE_SUSPECTED. */
  confirmDuplicate?: InputMaybe<Scalars['Boolean']['input']>;
  /** The price that the customer was shown. PRICE_CHANGED when it no longer holds. */
  expectedPrice?: InputMaybe<Scalars['Rupiah']['input']>;
  /** Chosen by the client, 8 to 64 characters; a repeat with the same key returns the same transaction and buys nothing. */
  idempotencyKey: Scalars['String']['input'];
  /** 11 or 12 digits; blanks and hyphens between them are ignored. */
  meterNumber: Scalars['String']['input'];
  /** Product code of a token on the price list. */
  productCode: Scalars['ID']['input'];
};

/** The customer of a meter or bill, as the biller reports it. */
export type Customer = {
  __typename?: 'Customer';
  /** Number on the meter, 11 digits. Null when unknown. */
  meterNumber?: Maybe<Scalars['String']['output']>;
  /** Name of the customer. Null when unknown. */
  name?: Maybe<Scalars['String']['output']>;
  /** Meter number or customer number, as entered and accepted by the biller. */
  number: Scalars['String']['output'];
  /** Connected power in VA. Null when unknown. */
  power?: Maybe<Scalars['Int']['output']>;
  /** PLN's number of the connection, 12 digits. Null when unknown. */
  subscriberId?: Maybe<Scalars['String']['output']>;
  /** Tariff class, such as R1M. Null when unknown. */
  tariff?: Maybe<Scalars['String']['output']>;
};

/** Sales of one day in the business time zone. */
export type DailySales = {
  __typename?: 'DailySales';
  /** The day. */
  date: Scalars['LocalDate']['output'];
  /** Total of FAILED. */
  failed: StatusDay;
  /** Total of PROCESSING. */
  processing: StatusDay;
  /** Profit of the day: price less cost. Null unless the viewer is an admin. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
  /** Total of SUCCESS. */
  success: StatusDay;
};

/** A bill inquiry. */
export type InquireBillInput = {
  /** 11 to 13 digits. */
  customerNumber: Scalars['String']['input'];
  /** Chosen by the client, 8 to 64 characters. */
  idempotencyKey: Scalars['String']['input'];
  /** POSTPAID or NON_TAGLIS. */
  productType: ProductType;
};

/** A customer of an earlier sale. */
export type KnownCustomer = {
  __typename?: 'KnownCustomer';
  /** Number of sales among those searched. */
  count: Scalars['Int']['output'];
  /** Time of the last sale. */
  lastSoldAt: Scalars['DateTime']['output'];
  /** Name at the last sale. Null when unknown. */
  name?: Maybe<Scalars['String']['output']>;
  /** Meter or customer number. */
  number: Scalars['String']['output'];
  /** Product code of the last sale. */
  productCode: Scalars['ID']['output'];
  /** Product type of the last sale. */
  productType: ProductType;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Buys a token. Employee in an open shift only. Errors: OUTSIDE_SHIFT, BILLER_REJECTED, BILLER_UNAVAILABLE (nothing was bought), PRICE_CHANGED, PRODUCT_UNAVAILABLE, IDEMPOTENCY_KEY_REUSED, DUPLICATE_SUSPECTED, INSUFFICIENT_DEPOSIT, BAD_USER_INPUT. An unknown outcome is not an error: the transaction is PROCESSING. */
  buyToken: Transaction;
  /** Queries the status at the biller and records it. Employees for their own, admins for all. Errors: NOT_FOUND. */
  checkTransactionStatus: Transaction;
  /** Admin only. Corrects a wrong final status and removes the `reviewReasons`; both statuses stay on record. With the present status it only removes the `reviewReasons` and adds the token. Errors: NOT_FOUND, BAD_USER_INPUT, INVALID_TRANSITION. */
  correctTransaction: Transaction;
  /** Looks up a bill and stores it as AWAITING_PAYMENT. Errors: as buyToken. */
  inquireBill: Transaction;
  /** Pays a bill that is AWAITING_PAYMENT; a repeat pays nothing and returns the transaction. Errors: as buyToken, INVALID_TRANSITION for a bill of another day, DUPLICATE_SUSPECTED (`invoice`) for a bill that was paid since the inquiry, REVIEW_REQUIRED for a price below the bills or the cost until an admin has reviewed the bill. */
  payBill: Transaction;
  /** Counts one more printed receipt; from the second on it says CETAK ULANG. Errors: NOT_FOUND, INVALID_TRANSITION unless SUCCESS. */
  recordPrint: Transaction;
  /** Settles by hand a transaction that is PROCESSING, after one more status query. Needs a note. By an admin it removes the `reviewReasons`; a failure that an employee sets adds MANUAL_RESOLUTION. Errors: INVALID_TRANSITION, BILLER_CONTRADICTS. */
  resolveTransaction: Transaction;
  /** Admin only. Removes all `reviewReasons` and leaves the status as it is. Needs a note. Errors: NOT_FOUND, BAD_USER_INPUT (no note, or nothing to review). */
  reviewTransaction: Transaction;
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
  token?: InputMaybe<Scalars['String']['input']>;
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


export type MutationReviewTransactionArgs = {
  id: Scalars['ID']['input'];
  note: Scalars['String']['input'];
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

/** The customer of a prepaid meter. */
export type PrepaidCustomer = {
  __typename?: 'PrepaidCustomer';
  /** Number on the meter. Null when unknown. */
  meterNumber?: Maybe<Scalars['String']['output']>;
  /** Name of the customer. Null when unknown. */
  name?: Maybe<Scalars['String']['output']>;
  /** The number of the query. */
  number: Scalars['String']['output'];
  /** Connected power in VA. Null when unknown. */
  power?: Maybe<Scalars['Int']['output']>;
  /** PLN's number of the connection. Null when unknown. */
  subscriberId?: Maybe<Scalars['String']['output']>;
  /** Tariff class, such as R1M. Null when unknown. */
  tariff?: Maybe<Scalars['String']['output']>;
};

/** Product of the biller's price list. Null on sales whose product has left the price list. */
export type Product = {
  __typename?: 'Product';
  /** Product code of the biller, such as hpln20000. */
  code: Scalars['ID']['output'];
};

/** Type of a product. */
export type ProductType =
  /** PLN non-taglis bill (PLNNONTAG). */
  | 'NON_TAGLIS'
  /** Postpaid electricity bill (tagihan listrik, PLNPOSTPAID). */
  | 'POSTPAID'
  /** Prepaid electricity token (token listrik). */
  | 'PREPAID';

/** Sales of one product type. */
export type ProductTypeSales = {
  __typename?: 'ProductTypeSales';
  /** Sum of their prices. */
  amount: Scalars['Rupiah']['output'];
  /** Number of SUCCESS sales. */
  count: Scalars['Int']['output'];
  /** The product type. */
  productType: ProductType;
  /** Their profit: price less cost. Null unless the viewer is an admin. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
};

export type Query = {
  __typename?: 'Query';
  /** Our deposit with the biller, at most a minute old. Admin only. Errors: FORBIDDEN, BILLER_UNAVAILABLE. */
  billerBalance?: Maybe<BillerBalance>;
  /** The shop's customers, for every user: those of the last 10,000 sales, or of the last 10,000 to the searched name; the latest first. */
  customers?: Maybe<Array<KnownCustomer>>;
  /** The customer of a prepaid meter. Moves no money. Errors: BAD_USER_INPUT, BILLER_REJECTED, BILLER_UNAVAILABLE. */
  inquirePrepaidCustomer?: Maybe<PrepaidCustomer>;
  /** Totals of sales. Employees see their own, admins all. Errors: BAD_USER_INPUT. */
  salesSummary?: Maybe<SalesSummary>;
  /** One transaction. Null when there is none, or when it belongs to another employee. */
  transaction?: Maybe<Transaction>;
  /** Transactions, newest first by default. Employees see their own, admins all. Errors: BAD_USER_INPUT. */
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

/** The outcome of a transaction that a person sets. */
export type Resolution =
  /** Nothing was bought, or the money was refunded. */
  | 'FAILED'
  /** Sold. */
  | 'SUCCESS';

/** Why a person has to look at a transaction. */
export type ReviewReason =
  /** A response of the biller under our ref_id describes another customer or product. */
  | 'ABOUT_ANOTHER_SALE'
  /** The biller refuses because of our account: deposit, credentials, address or signature. */
  | 'BILLER_ACCOUNT_PROBLEM'
  /** The bills of the inquiry do not add up to its price. */
  | 'BILLS_DO_NOT_ADD_UP'
  /** The bill was submitted, and the biller does not show it as paid. */
  | 'BILL_NOT_SHOWN_AS_PAID'
  /** Status and response code of one response of the biller disagree. */
  | 'CONTRADICTORY_RESPONSE'
  /** The biller takes more for the bill than the customer pays. */
  | 'COST_ABOVE_PRICE'
  /** The biller debited another amount than it had named before, or than the price allows. */
  | 'COST_MISMATCH'
  /** An employee set the sale to failed by hand. */
  | 'MANUAL_RESOLUTION'
  /** The biller did not confirm within a day a status that was set by hand or disputed. */
  | 'NOT_CONFIRMED_IN_A_DAY'
  /** The biller did not settle the sale within a day. It is not queried any more. */
  | 'NOT_SETTLED_IN_A_DAY'
  /** The biller contradicts a status that it reported, or one that a person set. */
  | 'STATUS_CONTRADICTED'
  /** The token that was entered by hand differs from the token of the biller. */
  | 'TOKEN_MISMATCH'
  /** The biller reports the bill under another tr_id than the inquiry returned. */
  | 'UNDER_ANOTHER_TR_ID'
  /** The sale is paid, and the serial number holds no token of 20 digits. */
  | 'UNREADABLE_TOKEN'
  /** Marked before reasons had codes. The events of the transaction say more. */
  | 'UNSPECIFIED';

/** Conditions, combined by "and". For an employee only own sales match. */
export type SalesFilter = {
  /** Only sales of this employee. */
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** First day, inclusive, business time zone. */
  from?: InputMaybe<Scalars['LocalDate']['input']>;
  /** Only products of this type. */
  productType?: InputMaybe<ProductType>;
  /** Only sales in this shift. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
  /** Only sales from this instant on, such as the beginning of a shift that spans midnight. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Last day, inclusive. */
  to?: InputMaybe<Scalars['LocalDate']['input']>;
  /** Counts the day `to` only up to the present time of day, to compare it with a day that is not over. Without effect beside `since` and without `to`. */
  untilTimeOfDay?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Totals of sales. AWAITING_PAYMENT and EXPIRED are not sales and are not counted. */
export type SalesSummary = {
  __typename?: 'SalesSummary';
  /** Totals by product type, without types that have no sales. */
  byProductType: Array<ProductTypeSales>;
  /** Totals by day, oldest first, without days that have no sales. */
  daily: Array<DailySales>;
  /** Total of FAILED. */
  failed: StatusTotal;
  /** Total of PROCESSING. */
  processing: StatusTotal;
  /** Profit of the SUCCESS sales: price less cost. Null unless the viewer is an admin. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
  /** Total of SUCCESS. */
  success: StatusTotal;
};

/** Working hours that employees are assigned to. */
export type Shift = {
  __typename?: 'Shift';
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Totals of the sales in this shift. Null unless the viewer is an admin. */
  sales?: Maybe<SalesSummary>;
};


/** Working hours that employees are assigned to. */
export type ShiftSalesArgs = {
  filter?: InputMaybe<SalesFilter>;
};

/** Sales of one day in one status. */
export type StatusDay = {
  __typename?: 'StatusDay';
  /** Sum of their prices. */
  amount: Scalars['Rupiah']['output'];
  /** Amount over count, rounded to whole rupiah; 0 when there are none. */
  average: Scalars['Rupiah']['output'];
  /** Number of sales. */
  count: Scalars['Int']['output'];
};

/** Sales in one status. */
export type StatusTotal = {
  __typename?: 'StatusTotal';
  /** Sum of their prices. */
  amount: Scalars['Rupiah']['output'];
  /** Number of sales. */
  count: Scalars['Int']['output'];
  /** Share of all sales by number, 0 to 1; 0 when there are none. */
  share: Scalars['Float']['output'];
};

/** A sale, or a bill that was looked up. Amounts in whole rupiah. */
export type Transaction = {
  __typename?: 'Transaction';
  /** Fees of the bills. Null for tokens. */
  adminFee?: Maybe<Scalars['Rupiah']['output']>;
  /** The bills, oldest first. Empty for tokens. */
  bills: Array<Bill>;
  /** Time at which it became SUCCESS or FAILED. Null before. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the sale or inquiry. */
  createdAt: Scalars['DateTime']['output'];
  /** The customer, as the biller reports it. */
  customer: Customer;
  /** The employee that sold it. Null when the users subgraph is down. */
  employee?: Maybe<User>;
  /** The name of the employee at the time of sale, also when the users subgraph is down. */
  employeeName: Scalars['String']['output'];
  /** Audit trail, oldest first. */
  events: Array<TransactionEvent>;
  /** Opaque. For people there is the invoice. */
  id: Scalars['ID']['output'];
  /** Unique: INV- and 16 digits. Without the hyphen it is the biller's ref_id. */
  invoice: Scalars['String']['output'];
  /** Energy of the token in kWh. Null where the biller reports none. */
  kwh?: Maybe<Scalars['Float']['output']>;
  /** The biller's last message, for people: never branch on it. Null while it has not answered. For employees without numbers. */
  message?: Maybe<Scalars['String']['output']>;
  /** Whether a person has to look, that is whether there are `reviewReasons`. */
  needsAttention: Scalars['Boolean']['output'];
  /** Time of the next status query. Null when none is scheduled. */
  nextCheckAt?: Maybe<Scalars['DateTime']['output']>;
  /** Face value of a token, or the amount of the bills without fees. Null in some imported rows. */
  nominal?: Maybe<Scalars['Rupiah']['output']>;
  /** The price for the customer. Null in some imported rows. */
  price?: Maybe<Scalars['Rupiah']['output']>;
  /** Number of printed receipts. */
  printCount: Scalars['Int']['output'];
  /** The product. Null when the master subgraph is down or the code has left the price list. */
  product?: Maybe<Product>;
  /** The biller's product code, kept when the product leaves the price list. */
  productCode: Scalars['ID']['output'];
  /** The type of the product. */
  productType: ProductType;
  /** Price less the cost of the biller. Null unless SUCCESS, where the cost is unknown, and for employees. */
  profit?: Maybe<Scalars['Rupiah']['output']>;
  /** PLN's reference of a paid bill. Null for tokens and unpaid bills. */
  reference?: Maybe<Scalars['String']['output']>;
  /** Number of bills left after this payment, which PLN requires on the receipt. Null for tokens. */
  remainingBills?: Maybe<Scalars['Int']['output']>;
  /** In the result of `buyToken`, `inquireBill` and `payBill`: whether an earlier request had already made it, so that this one did nothing. False elsewhere. */
  replayed: Scalars['Boolean']['output'];
  /** The biller's last response code. Null while it has not answered. */
  responseCode?: Maybe<Scalars['String']['output']>;
  /** Why a person has to look; empty for most. Only an admin's review removes a reason. */
  reviewReasons: Array<ReviewReason>;
  /** The biller's serial number of a SUCCESS of a token sale, as it came: for a token that is unreadable. Null for employees. */
  serialNumber?: Maybe<Scalars['String']['output']>;
  /** The shift of the sale. Null for none; its fields are null when the master subgraph is down. */
  shift?: Maybe<Shift>;
  /** The status. */
  status: TransactionStatus;
  /** 20 digits without separators. Null unless this is a SUCCESS of a token sale, and while the token is unreadable. */
  token?: Maybe<Scalars['String']['output']>;
  /** Time of the last change. */
  updatedAt: Scalars['DateTime']['output'];
};

/** One page of transactions. */
export type TransactionConnection = {
  __typename?: 'TransactionConnection';
  /** The same, counted at most to a limit, so that a count is as fast as a page. Errors: BAD_USER_INPUT. */
  countUpTo: Scalars['Int']['output'];
  /** The transactions of this page. */
  nodes: Array<Transaction>;
  /** Position of this page. */
  pageInfo: PageInfo;
  /** Number of transactions in all pages. A search for a frequent name has tens of thousands: see `countUpTo`. */
  totalCount: Scalars['Int']['output'];
};


/** One page of transactions. */
export type TransactionConnectionCountUpToArgs = {
  limit: Scalars['Int']['input'];
};

/** One event of a transaction. Never changed, never removed. */
export type TransactionEvent = {
  __typename?: 'TransactionEvent';
  /** A user id, or `system`. */
  actor: Scalars['String']['output'];
  /** Name of the user. Null for `system`, and for an unknown user. */
  actorName?: Maybe<Scalars['String']['output']>;
  /** Time of the event. */
  at: Scalars['DateTime']['output'];
  /** The status before. Null where it did not change. */
  from?: Maybe<TransactionStatus>;
  /** For people: the note of a person, or the biller's code and message. Null for none. Employees see their own notes only, and no numbers in the biller's message. */
  note?: Maybe<Scalars['String']['output']>;
  /** The status after. Null where it did not change. */
  to?: Maybe<TransactionStatus>;
  /** CREATED, SENT, BILLER_ANSWER, CALLBACK, STATUS_CHECK, MANUAL_RESOLUTION, CORRECTION, CONTRADICTION, REVIEW, EXPIRED or PRINTED; more may come. */
  type: Scalars['String']['output'];
};

/** Conditions, combined by "and". For an employee only own transactions match. */
export type TransactionFilter = {
  /** Only sales of this employee. */
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** First day, inclusive, business time zone. */
  from?: InputMaybe<Scalars['LocalDate']['input']>;
  /** Only those with review reasons, or only those without. */
  needsAttention?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only products of this type. */
  productType?: InputMaybe<ProductType>;
  /** Words of the customer name or their beginnings (at least 3 letters, not the middle of a word) in any order; or a number: the invoice with or without `INV-`, the meter number or the subscriber id, in full, its last digits (at least 4) or its first ones (at least 10); for admins also the last 4 digits of a token. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Only sales in this shift. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
  /** In any of these statuses. */
  status?: InputMaybe<Array<TransactionStatus>>;
  /** Last day, inclusive. */
  to?: InputMaybe<Scalars['LocalDate']['input']>;
};

/** The order of a list of transactions. */
export type TransactionSort =
  /** Newest first. */
  | 'NEWEST'
  /** Oldest first. */
  | 'OLDEST'
  /** Highest price first; without a price last. */
  | 'PRICE_HIGHEST'
  /** Lowest price first; without a price before all. */
  | 'PRICE_LOWEST';

/** The status of a transaction. */
export type TransactionStatus =
  /** A bill was looked up and is not paid yet. Not a sale. */
  | 'AWAITING_PAYMENT'
  /** A bill that was looked up and not paid on the same day. Not a sale. */
  | 'EXPIRED'
  /** Nothing was bought, or the money was refunded. */
  | 'FAILED'
  /** Sent to the biller; the outcome is not known yet. */
  | 'PROCESSING'
  /** Sold. A token sale has its token, unless `reviewReasons` says otherwise. */
  | 'SUCCESS';

/** User account of the counter. Null for viewers who may not read it: employees read only themselves. */
export type User = {
  __typename?: 'User';
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Totals of this employee's sales. Null unless the viewer is an admin or this employee. */
  sales?: Maybe<SalesSummary>;
};


/** User account of the counter. Null for viewers who may not read it: employees read only themselves. */
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
  ReviewReason: ReviewReason;
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
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
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
  Int: Scalars['Int']['output'];
};

export type MaxItemsDirectiveArgs = {
  count: Scalars['Int']['input'];
};

export type MaxItemsDirectiveResolver<Result, Parent, ContextType = Context, Args = MaxItemsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type BillResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Bill'] = ResolversParentTypes['Bill']> = {
  adminFee?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Rupiah'], ParentType, ContextType>;
  meterEnd?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  meterStart?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  reviewTransaction?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType, RequireFields<MutationReviewTransactionArgs, 'id' | 'note'>>;
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
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  responseCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reviewReasons?: Resolver<Array<ResolversTypes['ReviewReason']>, ParentType, ContextType>;
  serialNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  shift?: Resolver<Maybe<ResolversTypes['Shift']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TransactionStatus'], ParentType, ContextType>;
  token?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TransactionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransactionConnection'] = ResolversParentTypes['TransactionConnection']> = {
  countUpTo?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<TransactionConnectionCountUpToArgs, 'limit'>>;
  nodes?: Resolver<Array<ResolversTypes['Transaction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TransactionEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransactionEvent'] = ResolversParentTypes['TransactionEvent']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actorName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export type DirectiveResolvers<ContextType = Context> = {
  maxItems?: MaxItemsDirectiveResolver<any, any, ContextType>;
};
