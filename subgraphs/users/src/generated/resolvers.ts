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
  /** ISO 8601 instant in UTC, e.g. 2024-07-10T07:54:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** Wall-clock time HH:mm in the business time zone (Asia/Jakarta unless configured). */
  LocalTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A key with which another program uses this graph. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** For whom it acts: the employee of a selling key, the admin who made a reading one. */
  actsAs?: Maybe<User>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The last four characters, to tell keys apart. */
  hint: Scalars['String']['output'];
  /** The key's id; not the key. */
  id: Scalars['ID']['output'];
  /** What it may do. */
  kind: ApiKeyKind;
  /** What it is for. */
  name: Scalars['String']['output'];
  /** Since when it no longer works; null while it does. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What an API key may do. */
export type ApiKeyKind =
  /** Reads what the admin who made it can read; changes nothing. */
  | 'READ_ONLY'
  /** Sells as one employee, within that employee's shift. */
  | 'SELLING';

/** What is written down about accounts and sessions. */
export type AuditAction =
  /** An admin made an API key. */
  | 'API_KEY_CREATED'
  /** An admin revoked an API key. */
  | 'API_KEY_REVOKED'
  /** Somebody signed out. */
  | 'LOGGED_OUT'
  /** Somebody tried to sign in with a wrong password, or to an account that does not exist. */
  | 'LOGIN_FAILED'
  /** Somebody knew the password of an account that is not active. */
  | 'LOGIN_INACTIVE'
  /** Somebody knew the password and came outside the hours of the shift. */
  | 'LOGIN_OUTSIDE_SHIFT'
  /** Somebody signed in. */
  | 'LOGIN_SUCCEEDED'
  /** Somebody set their own password. */
  | 'PASSWORD_CHANGED'
  /** An admin set somebody's password. */
  | 'PASSWORD_RESET'
  /** A refresh token was used a second time; its session was ended. */
  | 'REFRESH_TOKEN_REUSED'
  /** An admin made an account. */
  | 'USER_CREATED'
  /** An admin changed an account. */
  | 'USER_UPDATED';

/** One page of the audit record. */
export type AuditConnection = {
  __typename?: 'AuditConnection';
  /** The records of this page, the newest first. */
  nodes: Array<AuditEvent>;
  /** Where this page stands. */
  pageInfo: PageInfo;
  /** How many there are in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** One record of the append-only, hash-chained audit record. */
export type AuditEvent = {
  __typename?: 'AuditEvent';
  /** What happened. */
  action: AuditAction;
  /** Who did it; null for nobody that we know. */
  actor?: Maybe<User>;
  /** In which role; null for nobody that we know. */
  actorRole?: Maybe<Role>;
  /** The network address it came from, as far as it is known. */
  address?: Maybe<Scalars['String']['output']>;
  /** What was afterwards, as JSON text without secrets; null when nothing was. */
  after?: Maybe<Scalars['String']['output']>;
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** What was before, as JSON text without secrets; null when nothing was. */
  before?: Maybe<Scalars['String']['output']>;
  /** SHA-256 over this record and the hash of the one before it, in hex. */
  hash: Scalars['String']['output'];
  /** Its number, without a gap. */
  id: Scalars['ID']['output'];
  /** Whose account it was about. */
  subject?: Maybe<User>;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** Required for SELLING, refused for READ_ONLY: the employee as whom it sells. */
  employeeId?: InputMaybe<Scalars['ID']['input']>;
  /** What it may do. */
  kind: ApiKeyKind;
  /** What it is for, 1 to 100 characters. */
  name: Scalars['String']['input'];
};

/** A new account. */
export type CreateUserInput = {
  /** Whether the person can sign in. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Up to 200 characters. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** Unique; kept in lower case. */
  email: Scalars['String']['input'];
  /** 1 to 40 characters, unique. */
  employeeNumber: Scalars['String']['input'];
  /** 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** At least 8 characters and at most 128; not a common password and not the e-mail address. */
  password: Scalars['String']['input'];
  /** 6 to 15 digits, with or without a leading plus sign. */
  phone: Scalars['String']['input'];
  /** What the person may do. */
  role?: InputMaybe<Role>;
  /** Required for EMPLOYEE, refused for ADMIN. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
};

/** What our own services must know of an API key to recognise it. */
export type LiveApiKey = {
  __typename?: 'LiveApiKey';
  /** SHA-256 of the key, in hex. */
  hash: Scalars['String']['output'];
  /** The key's id. */
  id: Scalars['ID']['output'];
  /** What it may do. */
  kind: ApiKeyKind;
  /** The shift of a selling key's employee. */
  shiftId?: Maybe<Scalars['ID']['output']>;
  /** For whom it acts. */
  userId: Scalars['ID']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Sets a new password and ends the person's other sessions. Errors: INVALID_CREDENTIALS, BAD_USER_INPUT. */
  changePassword: Scalars['Boolean']['output'];
  /** Admin only. The key is shown this once. Errors: BAD_USER_INPUT. */
  createApiKey: NewApiKey;
  /** Admin only. Errors: CONFLICT (email or employee number taken), BAD_USER_INPUT. */
  createUser: User;
  /** Errors: INVALID_CREDENTIALS, ACCOUNT_INACTIVE, OUTSIDE_SHIFT, RATE_LIMITED. */
  login: Session;
  /** Ends this session everywhere it is used. True even if it had already ended. */
  logout: Scalars['Boolean']['output'];
  /** Errors: INVALID_REFRESH_TOKEN, ACCOUNT_INACTIVE, OUTSIDE_SHIFT. */
  refreshSession: Session;
  /** Admin only. Ends that person's sessions. Errors: NOT_FOUND, BAD_USER_INPUT. */
  resetPassword: Scalars['Boolean']['output'];
  /** Admin only. The key stops working within five seconds, for good. Errors: NOT_FOUND. */
  revokeApiKey: ApiKey;
  /** Admin only. Deactivating or moving to another shift ends that person's sessions. Errors: NOT_FOUND, BAD_USER_INPUT. */
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

/** A key that was made just now. */
export type NewApiKey = {
  __typename?: 'NewApiKey';
  /** What is kept of it. */
  apiKey: ApiKey;
  /** The key itself. It is shown this once and kept nowhere. */
  key: Scalars['String']['output'];
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

export type Query = {
  __typename?: 'Query';
  /** Admin only. All API keys that work and the last hundred that were revoked, the newest first. */
  apiKeys?: Maybe<Array<ApiKey>>;
  /** Admin only. What happened to accounts and sessions, the newest first. */
  auditLog?: Maybe<AuditConnection>;
  /** The signed-in person. */
  me?: Maybe<User>;
  /** For our own services: sessions and people that ended, and the keys that work. */
  sessionChanges?: Maybe<SessionChanges>;
  /** For our own services: everybody who works here. */
  staff?: Maybe<Array<StaffMember>>;
  /** Admin only. One person; null when there is none. */
  user?: Maybe<User>;
  /** Admin only. The caller is not in the list. */
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

/** What a person may do. */
export type Role =
  /** Owner: sees and manages everything, sells nothing. */
  | 'ADMIN'
  /** Cashier: sells during an active shift, sees own sales only. */
  | 'EMPLOYEE';

/** What a successful sign-in returns. */
export type Session = {
  __typename?: 'Session';
  /** Signed JWT for the Authorization header. */
  accessToken: Scalars['String']['output'];
  /** Fifteen minutes after it was made, or at the session's end if that is sooner. */
  accessTokenExpiresAt: Scalars['DateTime']['output'];
  /** Opaque, single use: each refresh returns a new one, and an old one used again ends the session. */
  refreshToken: Scalars['String']['output'];
  /** When the session is over whatever happens: the end of the employee's shift, or 12 hours for admins. */
  sessionEndsAt: Scalars['DateTime']['output'];
  /** Who signed in. The hours of the shift come along: the request that signs in is itself nobody's yet, and master tells nobody. */
  user: User;
};

/** What our own services must know of a session or a person that ended. */
export type SessionChanges = {
  __typename?: 'SessionChanges';
  /** All API keys that work now. */
  apiKeys: Array<LiveApiKey>;
  /** The instant up to which this is complete; ask again with it. */
  at: Scalars['DateTime']['output'];
  /** Sessions that were ended since, and would still run. */
  endedSessions: Array<Scalars['ID']['output']>;
  /** All who cannot sign in now. */
  inactivePeople: Array<Scalars['ID']['output']>;
};

/** Working hours; the master subgraph knows the rest. */
export type Shift = {
  __typename?: 'Shift';
  /** Last minute of the shift, inclusive: 08:00-15:59 covers 08:00:00 up to 15:59:59.999. Earlier than startAt for a shift that spans midnight. */
  endAt: Scalars['LocalTime']['output'];
  /** The shift's id. */
  id: Scalars['ID']['output'];
  /** What people call it, such as Pagi. */
  name: Scalars['String']['output'];
  /** First minute of the shift. */
  startAt: Scalars['LocalTime']['output'];
};

/** What our own services must know of a person. */
export type StaffMember = {
  __typename?: 'StaffMember';
  /** Whether the person may work. */
  active: Scalars['Boolean']['output'];
  /** The owner's number for the person. */
  employeeNumber: Scalars['String']['output'];
  /** The person's id. */
  id: Scalars['ID']['output'];
  /** The name on receipts. */
  name: Scalars['String']['output'];
  /** What the person may do. */
  role: Role;
  /** The shift of an employee. */
  shiftId?: Maybe<Scalars['ID']['output']>;
};

/** Fields left out stay as they are. */
export type UpdateUserInput = {
  /** False ends the person's sessions. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Up to 200 characters; null removes it. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** 6 to 15 digits, with or without a leading plus sign. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** Another shift ends the person's sessions. */
  shiftId?: InputMaybe<Scalars['ID']['input']>;
};

/** A person who can sign in. Collection `user`. */
export type User = {
  __typename?: 'User';
  /** An inactive person cannot sign in, and is signed out. */
  active: Scalars['Boolean']['output'];
  /** Where the person lives. Visible to admins and to the person. */
  address?: Maybe<Scalars['String']['output']>;
  /** When the account was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Lower-case, unique. Visible to admins and to the person. */
  email: Scalars['String']['output'];
  /** Employee number given by the owner (`numberId`), unique. */
  employeeNumber: Scalars['String']['output'];
  /** Opaque; also the person's id in the other subgraphs. */
  id: Scalars['ID']['output'];
  /** The name on screens and receipts. */
  name: Scalars['String']['output'];
  /** As people dial it. Visible to admins and to the person. */
  phone: Scalars['String']['output'];
  /** What the person may do. */
  role: Role;
  /** The shift this employee works (`officeHoursId`). Null for admins; its fields are null when the master subgraph is down. */
  shift?: Maybe<Shift>;
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** One page of people. */
export type UserConnection = {
  __typename?: 'UserConnection';
  /** The people of this page, by name. */
  nodes: Array<User>;
  /** Where this page stands. */
  pageInfo: PageInfo;
  /** How many there are in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** All given conditions hold together. */
export type UserFilter = {
  /** Only active, or only inactive people. */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only this role. */
  role?: InputMaybe<Role>;
  /** Case-insensitive part of name, email or employee number; at most 100 characters. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Only who works this shift. */
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
  Role: Role;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['User'] }>;
  SessionChanges: ResolverTypeWrapper<SessionChanges>;
  Shift: ResolverTypeWrapper<ShiftRef>;
  StaffMember: ResolverTypeWrapper<StaffMember>;
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
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['User'] };
  SessionChanges: SessionChanges;
  Shift: ShiftRef;
  StaffMember: StaffMember;
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
  sessionChanges?: Resolver<Maybe<ResolversTypes['SessionChanges']>, ParentType, ContextType, Partial<QuerySessionChangesArgs>>;
  staff?: Resolver<Maybe<Array<ResolversTypes['StaffMember']>>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QueryUsersArgs, 'first'>>;
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
  inactivePeople?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ShiftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shift'] = ResolversParentTypes['Shift']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type StaffMemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StaffMember'] = ResolversParentTypes['StaffMember']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  employeeNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  shiftId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
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
  Session?: SessionResolvers<ContextType>;
  SessionChanges?: SessionChangesResolvers<ContextType>;
  Shift?: ShiftResolvers<ContextType>;
  StaffMember?: StaffMemberResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
};

