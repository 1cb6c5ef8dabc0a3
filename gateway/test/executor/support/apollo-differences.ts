import { type Case, DASHBOARD } from './corpus.js'
import type { SubgraphResponse } from './test-graph.js'

/** A case where the executor differs from Apollo's gateway on purpose. */
export interface Difference extends Case {
  /** The defect in Apollo's result. */
  reason: string
  /** Our errors as `path code`, distinct and sorted; `@` matches any list index. */
  errors: string[]
  /** Set when the data differs too. */
  hasOtherData?: true
}

const NO_PATH = 'Apollo reports one error without a path: clients cannot distinguish unavailable from absent.'
const NOT_REPORTED = 'Apollo reports it in extensions.valueCompletion only, and not at all beside another error.'
const MISSING_VALUES = 'Apollo treats a missing value as null, or fails the whole request on an assertion.'
const NO_ENTITY_CHECK = 'Apollo merges entities by list index without comparing keys.'

const ME_AND_SHIFTS = '{ me { id name role address } shifts { id } }'
const USERS_WITH_SALES = '{ users { nodes { id sales { success { count } } } } }'
const SALES_UNAVAILABLE = ['users.nodes.@.sales SUBGRAPH_UNAVAILABLE']

/** Changes the root data of one subgraph's response. */
const changeRoot =
  (changed: string, change: (data: Record<string, unknown>) => unknown) =>
  (subgraph: string, response: SubgraphResponse): unknown =>
    subgraph === changed && response.data ? { ...response, data: change(response.data) } : response

/** Changes the user in the response of users. */
const changeMe = (change: Record<string, unknown>) =>
  changeRoot('users', (data) => ({ ...data, me: { ...Object(data.me), ...change } }))

/** Changes the entities in every response. */
const changeEntities =
  (change: (list: unknown[]) => unknown) =>
  (_subgraph: string, response: SubgraphResponse): unknown => {
    const list = response.data?._entities
    return Array.isArray(list) ? { ...response, data: { _entities: change(list) } } : response
  }

/** Replaces the response of one subgraph. */
const replaceResponse = (silent: string, other: unknown) => (subgraph: string, response: SubgraphResponse) =>
  subgraph === silent ? other : response

export const DIFFERENCES: Difference[] = [
  {
    name: 'the owner of a root field is down',
    reason: NO_PATH,
    query: '{ me { id } user(id: "1") { id } shifts { id } }',
    fault: { down: ['users'] },
    errors: ['me SUBGRAPH_UNAVAILABLE', 'user SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'the owner of a mutation is down',
    reason: NO_PATH,
    query: 'mutation { payBill(transactionId: "1") { id } }',
    fault: { down: ['transactions'] },
    errors: ['payBill SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'the owner of a joined field is down',
    reason: NO_PATH,
    query: USERS_WITH_SALES,
    fault: { down: ['transactions'] },
    errors: SALES_UNAVAILABLE,
  },
  {
    name: 'the owner of non-null joined fields is down',
    reason: NO_PATH,
    query: '{ transactions { nodes { id product { name code type } } } }',
    fault: { down: ['master'] },
    errors: ['transactions.nodes.@.product.name SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'two owners on the path are down',
    reason: NO_PATH,
    query: '{ users { nodes { name shift { id open } sales { success { count } } } } }',
    fault: { down: ['master', 'transactions'] },
    errors: ['users.nodes.@.sales SUBGRAPH_UNAVAILABLE', 'users.nodes.@.shift.open SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'the owner of a key on the path is down',
    reason: NO_PATH,
    query: '{ transactions { nodes { employee { id shift { name sales { success { count } } } } } } }',
    fault: { down: ['users'] },
    errors: ['transactions.nodes.@.employee.shift SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'dashboard without users',
    reason: NO_PATH,
    query: DASHBOARD,
    fault: { down: ['users'] },
    errors: ['transactions.nodes.@.employee.name SUBGRAPH_UNAVAILABLE', 'users SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'dashboard without master',
    reason: NO_PATH,
    query: DASHBOARD,
    fault: { down: ['master'] },
    errors: [
      'shifts SUBGRAPH_UNAVAILABLE',
      'transactions.nodes.@.employee.shift.name SUBGRAPH_UNAVAILABLE',
      'transactions.nodes.@.product.name SUBGRAPH_UNAVAILABLE',
    ],
  },
  {
    name: 'dashboard without transactions',
    reason: NO_PATH,
    query: DASHBOARD,
    fault: { down: ['transactions'] },
    errors: [
      'salesSummary SUBGRAPH_UNAVAILABLE',
      'shifts.@.sales SUBGRAPH_UNAVAILABLE',
      'transactions SUBGRAPH_UNAVAILABLE',
      'users.nodes.@.sales SUBGRAPH_UNAVAILABLE',
    ],
  },
  {
    name: 'dashboard without any subgraph',
    reason: NO_PATH,
    query: DASHBOARD,
    fault: { down: ['users', 'master', 'transactions'] },
    errors: ['salesSummary', 'shifts', 'transactions', 'users'].map((path) => `${path} SUBGRAPH_UNAVAILABLE`),
  },
  {
    name: 'a subgraph rejects the whole request',
    reason: NO_PATH,
    query: USERS_WITH_SALES,
    fault: {
      response: replaceResponse('transactions', {
        errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }],
      }),
    },
    errors: ['users.nodes.@.sales UNAUTHENTICATED'],
  },
  {
    name: 'a non-null mutation is null',
    reason: NOT_REPORTED,
    query: 'mutation { payBill(transactionId: "1") { id } }',
    fault: { response: () => ({ data: { payBill: null } }) },
    errors: ['payBill SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a non-null field is null',
    reason: NOT_REPORTED,
    query: ME_AND_SHIFTS,
    fault: { response: changeMe({ id: null }) },
    errors: ['me.id SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a number instead of a string',
    reason: NOT_REPORTED,
    query: ME_AND_SHIFTS,
    fault: { response: changeMe({ name: 5 }) },
    errors: ['me.name SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'an unknown enum value',
    reason: NOT_REPORTED,
    query: ME_AND_SHIFTS,
    fault: { response: changeMe({ role: 'GOD' }) },
    errors: ['me.role SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a missing field',
    reason: MISSING_VALUES,
    query: '{ me { phone shift { id } } }',
    fault: { response: changeMe({ shift: undefined }) },
    errors: ['me.shift SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'an object instead of a list',
    reason: MISSING_VALUES,
    query: ME_AND_SHIFTS,
    fault: { response: changeRoot('master', () => ({ shifts: {} })) },
    errors: ['shifts SUBGRAPH_UNAVAILABLE'],
    hasOtherData: true,
  },
  {
    name: 'an object of another type',
    reason: MISSING_VALUES,
    query: ME_AND_SHIFTS,
    fault: { response: changeMe({ __typename: 'Shift' }) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
    hasOtherData: true,
  },
  {
    name: 'a response that is not GraphQL',
    reason: MISSING_VALUES,
    query: ME_AND_SHIFTS,
    fault: { response: replaceResponse('users', ['<html>']) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a null response',
    reason: MISSING_VALUES,
    query: ME_AND_SHIFTS,
    fault: { response: replaceResponse('users', null) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a response with neither data nor errors',
    reason: MISSING_VALUES,
    query: USERS_WITH_SALES,
    fault: { response: replaceResponse('transactions', {}) },
    errors: SALES_UNAVAILABLE,
  },
  {
    name: 'a response without the root field',
    reason: MISSING_VALUES,
    query: ME_AND_SHIFTS,
    fault: { response: changeRoot('users', () => ({})) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'too few entities',
    reason: NO_PATH,
    query: USERS_WITH_SALES,
    fault: { response: changeEntities((list) => list.slice(1)) },
    errors: SALES_UNAVAILABLE,
  },
  {
    name: 'entities that are not a list',
    reason: NO_PATH,
    query: USERS_WITH_SALES,
    fault: { response: changeEntities(() => ({})) },
    errors: SALES_UNAVAILABLE,
  },
  {
    name: 'an entity that is not an object',
    reason: MISSING_VALUES,
    query: USERS_WITH_SALES,
    fault: { response: changeEntities((list) => list.map(() => 5)) },
    errors: SALES_UNAVAILABLE,
  },
  {
    name: 'entities in another order',
    reason: NO_ENTITY_CHECK,
    query: USERS_WITH_SALES,
    fault: { response: changeEntities((list) => list.map((_, index) => list[(index + 1) % list.length])) },
    errors: SALES_UNAVAILABLE,
    hasOtherData: true,
  },
  {
    name: 'an error without a path beside data',
    reason: NO_PATH,
    query: USERS_WITH_SALES,
    fault: {
      response: (subgraph, response) =>
        subgraph === 'transactions'
          ? { ...response, errors: [{ message: 'slow', extensions: { code: 'SLOW' } }] }
          : response,
    },
    errors: ['users.nodes SLOW'],
  },
  {
    name: 'an alias that is the name of the key',
    reason: "Apollo's planner confuses the key with the client's alias and returns the wrong value.",
    query: '{ user(id: "1") { id: name sales { success { count } } } }',
    errors: [],
    hasOtherData: true,
  },
  {
    name: 'an alias that is __typename',
    reason: 'Apollo takes it for the type name and omits the object.',
    query: '{ transactions { nodes { employee { __typename: name } } } }',
    errors: [],
    hasOtherData: true,
  },
  {
    name: 'an object without included fields',
    reason: "Apollo's planner omits it, and null means that it does not exist.",
    query: 'query ($w: Boolean!) { me @skip(if: $w) { name @include(if: $w) } shifts { id } }',
    variables: { w: false },
    errors: [],
    hasOtherData: true,
  },
  {
    name: 'a mutation without included fields',
    reason: 'Apollo does not run it.',
    query: 'mutation ($w: Boolean!) { payBill(transactionId: "1") @skip(if: $w) { id @include(if: $w) } }',
    variables: { w: false },
    errors: [],
    hasOtherData: true,
  },
]
