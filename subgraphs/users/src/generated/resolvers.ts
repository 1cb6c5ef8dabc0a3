import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { User as UserModel } from '../models/user.js';
import type { ShiftRef } from '../resolvers/shift.js';
import type { ApiKey as ApiKeyModel } from '../models/api-key.js';
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
  _FieldSet: { input: string; output: string; }
};

/** Credential for another program. The key itself is not stored. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** User the key acts as: the employee of a SELLING key, the creator of a READ_ONLY key. Null when that user no longer exists. */
  actsAs?: Maybe<User>;
  /** Creation time of the key. */
  createdAt: Scalars['DateTime']['output'];
  /** Last four characters of the key. */
  hint: Scalars['String']['output'];
  /** Id of the key. Not a secret. */
  id: Scalars['ID']['output'];
  /** Permissions of the key. */
  kind: ApiKeyKind;
  /** Purpose of the key. */
  name: Scalars['String']['output'];
  /** Time of revocation. Null while the key is valid. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Permissions of an API key. */
export type ApiKeyKind =
  /** Reads everything that its admin can read. Mutations are refused. */
  | 'READ_ONLY'
  /** Sells as one employee, during that employee's shift. */
  | 'SELLING';

/** Audited action on an account, a session or an API key. */
export type AuditAction =
  /** An admin created an API key. */
  | 'API_KEY_CREATED'
  /** An admin revoked an API key. */
  | 'API_KEY_REVOKED'
  /** A user signed out. */
  | 'LOGGED_OUT'
  /** A sign-in failed: wrong password or unknown e-mail. */
  | 'LOGIN_FAILED'
  /** A sign-in with the correct password failed: the account is inactive. */
  | 'LOGIN_INACTIVE'
  /** A sign-in with the correct password failed: outside the shift. */
  | 'LOGIN_OUTSIDE_SHIFT'
  /** A user signed in. */
  | 'LOGIN_SUCCEEDED'
  /** A user changed the own password. */
  | 'PASSWORD_CHANGED'
  /** An admin set the password of a user. */
  | 'PASSWORD_RESET'
  /** A refresh token was used twice; its session was ended. */
  | 'REFRESH_TOKEN_REUSED'
  /** An admin created an account. */
  | 'USER_CREATED'
  /** An admin changed an account. */
  | 'USER_UPDATED';

/** One page of the audit trail. */
export type AuditConnection = {
  __typename?: 'AuditConnection';
  /** Events of this page, newest first. */
  nodes: Array<AuditEvent>;
  /** Position of this page. */
  pageInfo: PageInfo;
  /** Number of events in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** Event of the append-only, hash-chained audit trail of accounts. */
export type AuditEvent = {
  __typename?: 'AuditEvent';
  /** The audited action. */
  action: AuditAction;
  /** The acting user. Null for unknown users and for services. */
  actor?: Maybe<User>;
  /** Role of the actor at that time. Null when `actor` is unknown. */
  actorRole?: Maybe<Role>;
  /** Network address of the client. Null when unknown. */
  address?: Maybe<Scalars['String']['output']>;
  /** State after the event as JSON text without secrets. Null when there is none. */
  after?: Maybe<Scalars['String']['output']>;
  /** Time of the event. */
  at: Scalars['DateTime']['output'];
  /** State before the event as JSON text without secrets. Null when there was none. */
  before?: Maybe<Scalars['String']['output']>;
  /** SHA-256 over this event and the hash of its predecessor, in hex. */
  hash: Scalars['String']['output'];
  /** Sequence number without gaps. */
  id: Scalars['ID']['output'];
  /** The affected user. Null when no account is affected. */
  subject?: Maybe<User>;
};

/** Input of `createApiKey`. */
export type CreateApiKeyInput = {
  /** The employee that sells with the key. Required for SELLING, refused for READ_ONLY. */
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** Permissions of the key. */
  kind: ApiKeyKind;
  /** Purpose of the key, 1 to 100 characters. */
  name: Scalars['String']['input'];
};

/** Input of `createUser`. */
export type CreateUserInput = {
  /** False: the user cannot sign in yet. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Home address, up to 200 characters. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** E-mail address. Unique; stored in lower case. */
  email: Scalars['String']['input'];
  /** Employee number, 1 to 40 characters. Unique. */
  employeeNumber: Scalars['String']['input'];
  /** Name, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** 8 to 128 characters; not a common password, not the e-mail address. */
  password: Scalars['String']['input'];
  /** Phone number: 6 to 15 digits, optionally with a leading plus sign. */
  phone: Scalars['String']['input'];
  /** Role of the user. */
  role?: InputMaybe<Role>;
  /** Assigned shift. Required for EMPLOYEE, refused for ADMIN. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
};

/** Data the gateway needs to authenticate an API key. Internal. */
export type LiveApiKey = {
  __typename?: 'LiveApiKey';
  /** SHA-256 of the key, in hex. */
  hash: Scalars['String']['output'];
  /** Id of the key. */
  id: Scalars['ID']['output'];
  /** Permissions of the key. */
  kind: ApiKeyKind;
  /** Shift of the employee. Null for READ_ONLY keys. */
  shiftId?: Maybe<Scalars['ID']['output']>;
  /** Id of the user the key acts as. */
  userId: Scalars['ID']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Changes the caller's password and ends the caller's other sessions. Returns true.
   * Errors: UNAUTHENTICATED, INVALID_CREDENTIALS, BAD_USER_INPUT, RATE_LIMITED (with `retryAfterSeconds`).
   */
  changePassword: Scalars['Boolean']['output'];
  /** Creates an API key. The response is the only place that shows it. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT. */
  createApiKey: NewApiKey;
  /**
   * Creates an account. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT (with `field`), CONFLICT (with
   * `field`: `email` or `employeeNumber` is in use), SUBGRAPH_UNAVAILABLE (with `service`).
   */
  createUser: User;
  /**
   * Starts a session. Errors: INVALID_CREDENTIALS, ACCOUNT_INACTIVE, OUTSIDE_SHIFT (with `opensAt`, null when the shift is
   * inactive), RATE_LIMITED (with `retryAfterSeconds`), SUBGRAPH_UNAVAILABLE (with `service`; the shift is unknown and
   * shift data is unavailable).
   */
  login: Session;
  /** Ends a session. Idempotent: true for ended sessions and unknown tokens too. */
  logout: Scalars['Boolean']['output'];
  /**
   * Exchanges a refresh token for new tokens of the same session.
   * Errors: INVALID_REFRESH_TOKEN, ACCOUNT_INACTIVE, OUTSIDE_SHIFT (with `opensAt`), SUBGRAPH_UNAVAILABLE (with `service`).
   */
  refreshSession: Session;
  /**
   * Sets the password of a user and ends all sessions of that user. Admins only. Returns true.
   * Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT.
   */
  resetPassword: Scalars['Boolean']['output'];
  /** Revokes an API key permanently, effective within five seconds. Idempotent. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
  revokeApiKey: ApiKey;
  /**
   * Changes an account. Deactivation and a change of shift end the user's sessions. Admins only.
   * Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT (with `field`), SUBGRAPH_UNAVAILABLE (with `service`).
   */
  updateUser: User;
};


export type MutationChangePasswordArgs = {
  currentPassword: Scalars['String']['input'];
  newPassword: Scalars['String']['input'];
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationCreateUserArgs = {
  input: CreateUserInput;
};


export type MutationLoginArgs = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


export type MutationLogoutArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationResetPasswordArgs = {
  id: Scalars['ID']['input'];
  newPassword: Scalars['String']['input'];
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUpdateUserArgs = {
  id: Scalars['ID']['input'];
  input: UpdateUserInput;
};

/** Result of creating an API key. */
export type NewApiKey = {
  __typename?: 'NewApiKey';
  /** The stored key record. */
  apiKey: ApiKey;
  /** The secret key. Returned only once; it cannot be read again. */
  key: Scalars['String']['output'];
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

export type Query = {
  __typename?: 'Query';
  /** All valid API keys and the last 100 revoked ones, newest first. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN. */
  apiKeys?: Maybe<Array<ApiKey>>;
  /** Audit trail of accounts, sessions and API keys, newest first. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT. */
  auditLog?: Maybe<AuditConnection>;
  /** The signed-in user. Errors: UNAUTHENTICATED. */
  me?: Maybe<User>;
  /** All users. Internal: services only. Errors: FORBIDDEN. */
  replicatedUsers?: Maybe<Array<ReplicatedUser>>;
  /** Revoked sessions, inactive users and valid API keys. Internal: services only. Errors: FORBIDDEN. */
  sessionChanges?: Maybe<SessionChanges>;
  /** One user. Null for an unknown id. Admins only. Errors: UNAUTHENTICATED, FORBIDDEN. */
  user?: Maybe<User>;
  /**
   * Users ordered by name and id, without the caller. Admins only.
   * Errors: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT (invalid page size, cursor, page number or search).
   */
  users?: Maybe<UserConnection>;
};


export type QueryAuditLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySessionChangesArgs = {
  since?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


export type QueryUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  page?: InputMaybe<Scalars['Int']['input']>;
};

/** User data that other subgraphs replicate. Internal. */
export type ReplicatedUser = {
  __typename?: 'ReplicatedUser';
  /** False: the user may not sell. */
  active: Scalars['Boolean']['output'];
  /** Employee number assigned by the owner. */
  employeeNumber: Scalars['String']['output'];
  /** Id of the user. */
  id: Scalars['ID']['output'];
  /** Name on receipts. */
  name: Scalars['String']['output'];
  /** Role of the user. */
  role: Role;
  /** Assigned shift. Null for admins. */
  shiftId?: Maybe<Scalars['ID']['output']>;
};

/** Role of a user. */
export type Role =
  /** Owner: reads and manages everything, sells nothing. */
  | 'ADMIN'
  /** Cashier: sells during the open shift, reads own sales only. */
  | 'EMPLOYEE';

/** Tokens of a signed-in session. */
export type Session = {
  __typename?: 'Session';
  /** Signed JWT. Send it as `Authorization: Bearer <token>`. One that is valid at the end of the shift reads an own transaction for 15 minutes more. */
  accessToken: Scalars['String']['output'];
  /** Expiry of the access token: 15 minutes after issue, or the end of the session if earlier. */
  accessTokenExpiresAt: Scalars['DateTime']['output'];
  /** Opaque single-use token for `refreshSession`. Each refresh returns a new one. A repeat within 30 seconds returns the same new one until that is used; other reuse of an old one ends the session. */
  refreshToken: Scalars['String']['output'];
  /** Fixed end of the session: end of the shift for employees, 12 hours after sign-in for admins and in a shift without a gap. */
  sessionEndsAt: Scalars['DateTime']['output'];
  /** The signed-in user. Name and hours of the shift are available without another request. */
  user: User;
};

/** Revocations that the gateway enforces. Internal. */
export type SessionChanges = {
  __typename?: 'SessionChanges';
  /** All API keys that are not revoked. */
  apiKeys: Array<LiveApiKey>;
  /** Complete up to this instant. Pass it as `since` in the next query. */
  at: Scalars['DateTime']['output'];
  /** Ids of sessions that ended since `since` and have not expired. */
  endedSessions: Array<Scalars['ID']['output']>;
  /** Ids of all inactive users. */
  inactiveUsers: Array<Scalars['ID']['output']>;
};

/** Working hours that employees are assigned to. */
export type Shift = {
  __typename?: 'Shift';
  /** Last minute of the shift, inclusive: 08:00-15:59 covers 08:00:00 up to 15:59:59.999. Earlier than startAt for a shift that spans midnight. */
  endAt: Scalars['LocalTime']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Display name, such as Pagi. */
  name: Scalars['String']['output'];
  /** First minute of the shift. */
  startAt: Scalars['LocalTime']['output'];
};

/** Input of `updateUser`. Omitted fields stay unchanged. */
export type UpdateUserInput = {
  /** False deactivates the account and ends the user's sessions. Refused for the caller's own account. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Home address, up to 200 characters. Null removes it. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** Name, 1 to 100 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Phone number: 6 to 15 digits, optionally with a leading plus sign. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** Assigned shift. A change ends the user's sessions. Refused for admins. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
};

/** User account of the counter. Null for viewers who may not read it: employees read only themselves. */
export type User = {
  __typename?: 'User';
  /** False: the user cannot sign in, and the sessions are ended. */
  active: Scalars['Boolean']['output'];
  /** Home address. Null when none is stored. */
  address?: Maybe<Scalars['String']['output']>;
  /** Creation time of the account. */
  createdAt: Scalars['DateTime']['output'];
  /** E-mail address in lower case. Unique. Used to sign in. */
  email: Scalars['String']['output'];
  /** Employee number assigned by the owner. Unique. */
  employeeNumber: Scalars['String']['output'];
  /** Opaque id. */
  id: Scalars['ID']['output'];
  /** Name on screens and receipts. */
  name: Scalars['String']['output'];
  /** Phone number: 6 to 15 digits, optionally with a leading plus sign. */
  phone: Scalars['String']['output'];
  /** Role of the user. */
  role: Role;
  /** Assigned shift. Null for admins, and with SUBGRAPH_UNAVAILABLE when a requested field of it cannot be loaded. */
  shift?: Maybe<Shift>;
  /** Time of the last change. */
  updatedAt: Scalars['DateTime']['output'];
};

/** One page of users. */
export type UserConnection = {
  __typename?: 'UserConnection';
  /** Users of this page, ordered by name. */
  nodes: Array<User>;
  /** Position of this page. */
  pageInfo: PageInfo;
  /** Number of users in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** Filter of users. All given conditions must match. */
export type UserFilter = {
  /** True: only active users. False: only inactive users. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only users with this role. */
  role?: InputMaybe<Role>;
  /** Part of name, e-mail or employee number, case-insensitive; at most 100 characters. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Only users assigned to this shift. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
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
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApiKey: ResolverTypeWrapper<ApiKeyModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ApiKeyKind: ApiKeyKind;
  AuditAction: AuditAction;
  AuditConnection: ResolverTypeWrapper<Omit<AuditConnection, 'nodes'> & { nodes: Array<ResolversTypes['AuditEvent']> }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AuditEvent: ResolverTypeWrapper<AuditRecord>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateUserInput: CreateUserInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  LiveApiKey: ResolverTypeWrapper<LiveApiKey>;
  LocalTime: ResolverTypeWrapper<Scalars['LocalTime']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NewApiKey: ResolverTypeWrapper<Omit<NewApiKey, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReplicatedUser: ResolverTypeWrapper<ReplicatedUser>;
  Role: Role;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['User'] }>;
  SessionChanges: ResolverTypeWrapper<SessionChanges>;
  Shift: ResolverTypeWrapper<ShiftRef>;
  UpdateUserInput: UpdateUserInput;
  User: ResolverTypeWrapper<UserModel>;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'nodes'> & { nodes: Array<ResolversTypes['User']> }>;
  UserFilter: UserFilter;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: ApiKeyModel;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  AuditConnection: Omit<AuditConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['AuditEvent']> };
  Int: Scalars['Int']['output'];
  AuditEvent: AuditRecord;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateUserInput: CreateUserInput;
  Boolean: Scalars['Boolean']['output'];
  DateTime: Scalars['DateTime']['output'];
  LiveApiKey: LiveApiKey;
  LocalTime: Scalars['LocalTime']['output'];
  Mutation: Record<PropertyKey, never>;
  NewApiKey: Omit<NewApiKey, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  ReplicatedUser: ReplicatedUser;
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['User'] };
  SessionChanges: SessionChanges;
  Shift: ShiftRef;
  UpdateUserInput: UpdateUserInput;
  User: UserModel;
  UserConnection: Omit<UserConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['User']> };
  UserFilter: UserFilter;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  actsAs?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  hint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ApiKeyKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type AuditConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['AuditEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  action?: Resolver<ResolversTypes['AuditAction'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorRole?: Resolver<Maybe<ResolversTypes['Role']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type LiveApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LiveApiKey'] = ResolversParentTypes['LiveApiKey']> = {
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ApiKeyKind'], ParentType, ContextType>;
  shiftId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface LocalTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['LocalTime'], any> {
  name: 'LocalTime';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  changePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'currentPassword' | 'newPassword'>>;
  createApiKey?: Resolver<ResolversTypes['NewApiKey'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationCreateUserArgs, 'input'>>;
  login?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'email' | 'password'>>;
  logout?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationLogoutArgs, 'refreshToken'>>;
  refreshSession?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  resetPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'id' | 'newPassword'>>;
  revokeApiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  updateUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationUpdateUserArgs, 'id' | 'input'>>;
};

export type NewApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NewApiKey'] = ResolversParentTypes['NewApiKey']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeys?: Resolver<Maybe<Array<ResolversTypes['ApiKey']>>, ParentType, ContextType>;
  auditLog?: Resolver<Maybe<ResolversTypes['AuditConnection']>, ParentType, ContextType, RequireFields<QueryAuditLogArgs, 'first'>>;
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  replicatedUsers?: Resolver<Maybe<Array<ResolversTypes['ReplicatedUser']>>, ParentType, ContextType>;
  sessionChanges?: Resolver<Maybe<ResolversTypes['SessionChanges']>, ParentType, ContextType, Partial<QuerySessionChangesArgs>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QueryUsersArgs, 'first'>>;
};

export type ReplicatedUserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReplicatedUser'] = ResolversParentTypes['ReplicatedUser']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  employeeNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  shiftId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sessionEndsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SessionChangesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SessionChanges'] = ResolversParentTypes['SessionChanges']> = {
  apiKeys?: Resolver<Array<ResolversTypes['LiveApiKey']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedSessions?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  inactiveUsers?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ShiftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shift'] = ResolversParentTypes['Shift']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  employeeNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  shift?: Resolver<Maybe<ResolversTypes['Shift']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEvent?: AuditEventResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  LiveApiKey?: LiveApiKeyResolvers<ContextType>;
  LocalTime?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  NewApiKey?: NewApiKeyResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReplicatedUser?: ReplicatedUserResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionChanges?: SessionChangesResolvers<ContextType>;
  Shift?: ShiftResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
};

