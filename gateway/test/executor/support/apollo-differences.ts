import { type Case, DASHBOARD } from './corpus.js'
import type { SubgraphResponse } from './test-graph.js'

/** A case in which ours answers otherwise than Apollo's gateway, on purpose. */
export interface Difference extends Case {
  /** Why theirs is not good enough here. */
  reason: string
  /** Ours: `place code`, each once, sorted; `@` stands for any place in a list. */
  errors: string[]
  /** Set where theirs has other data than ours, or none. */
  otherData?: true
}

const NO_PATH = 'Theirs is one error without a path: the client cannot tell what is missing from what is not there.'
const UNSAID = 'Theirs hides it in extensions.valueCompletion, and says nothing at all when there is another error.'
const LEFT_OUT = 'Theirs takes what an answer leaves out for null, or ends the whole request on an assertion.'
const IDENTITY = 'Theirs joins whatever comes back by its place in the list.'

const ME = '{ me { id name role address } shifts { id } }'
const PEOPLE = '{ users { nodes { id sales { success { count } } } } }'
const SALES_LACKING = ['users.nodes.@.sales SUBGRAPH_UNAVAILABLE']

/** Changes what one subgraph answers to the operation itself. */
const root =
  (changed: string, change: (data: Record<string, unknown>) => unknown) =>
  (subgraph: string, answer: SubgraphResponse): unknown =>
    subgraph === changed && answer.data ? { ...answer, data: change(answer.data) } : answer

/** Changes the person that users answers with. */
const me = (change: Record<string, unknown>) =>
  root('users', (data) => ({ ...data, me: { ...Object(data.me), ...change } }))

/** Changes the list of entities that any subgraph answers with. */
const entities =
  (change: (list: unknown[]) => unknown) =>
  (_subgraph: string, answer: SubgraphResponse): unknown => {
    const list = answer.data?._entities
    return Array.isArray(list) ? { ...answer, data: { _entities: change(list) } } : answer
  }

/** Answers in place of one subgraph. */
const instead = (silent: string, other: unknown) => (subgraph: string, answer: SubgraphResponse) =>
  subgraph === silent ? other : answer

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
    query: PEOPLE,
    fault: { down: ['transactions'] },
    errors: SALES_LACKING,
  },
  {
    name: 'the owner of joined fields that must be there is down',
    reason: NO_PATH,
    query: '{ transactions { nodes { id product { name code type } } } }',
    fault: { down: ['master'] },
    errors: ['transactions.nodes.@.product SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'two owners on the way are down',
    reason: NO_PATH,
    query: '{ users { nodes { name shift { id open } sales { success { count } } } } }',
    fault: { down: ['master', 'transactions'] },
    errors: ['users.nodes.@.sales SUBGRAPH_UNAVAILABLE', 'users.nodes.@.shift SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'the owner of the key on the way is down',
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
    errors: ['transactions.nodes.@.employee SUBGRAPH_UNAVAILABLE', 'users SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'dashboard without master',
    reason: NO_PATH,
    query: DASHBOARD,
    fault: { down: ['master'] },
    errors: [
      'shifts SUBGRAPH_UNAVAILABLE',
      'transactions.nodes.@.employee.shift SUBGRAPH_UNAVAILABLE',
      'transactions.nodes.@.product SUBGRAPH_UNAVAILABLE',
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
    errors: ['salesSummary', 'shifts', 'transactions', 'users'].map((place) => `${place} SUBGRAPH_UNAVAILABLE`),
  },
  {
    name: 'a subgraph refuses the request as a whole',
    reason: NO_PATH,
    query: PEOPLE,
    fault: {
      answer: instead('transactions', { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }),
    },
    errors: ['users.nodes.@.sales UNAUTHENTICATED'],
  },
  {
    name: 'a mutation that must be there is null',
    reason: UNSAID,
    query: 'mutation { payBill(transactionId: "1") { id } }',
    fault: { answer: () => ({ data: { payBill: null } }) },
    errors: ['payBill SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a field that must be there is null',
    reason: UNSAID,
    query: ME,
    fault: { answer: me({ id: null }) },
    errors: ['me.id SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a number where a text must be',
    reason: UNSAID,
    query: ME,
    fault: { answer: me({ name: 5 }) },
    errors: ['me.name SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'an enum value that nobody knows',
    reason: UNSAID,
    query: ME,
    fault: { answer: me({ role: 'GOD' }) },
    errors: ['me.role SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'a field is left out',
    reason: LEFT_OUT,
    query: '{ me { phone shift { id } } }',
    fault: { answer: me({ shift: undefined }) },
    errors: ['me.shift SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'an object where a list must be',
    reason: LEFT_OUT,
    query: ME,
    fault: { answer: root('master', () => ({ shifts: {} })) },
    errors: ['shifts SUBGRAPH_UNAVAILABLE'],
    otherData: true,
  },
  {
    name: 'an object of another type',
    reason: LEFT_OUT,
    query: ME,
    fault: { answer: me({ __typename: 'Shift' }) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
    otherData: true,
  },
  {
    name: 'an answer that is not GraphQL',
    reason: LEFT_OUT,
    query: ME,
    fault: { answer: instead('users', ['<html>']) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'an answer that is null',
    reason: LEFT_OUT,
    query: ME,
    fault: { answer: instead('users', null) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'an answer with neither data nor errors',
    reason: LEFT_OUT,
    query: PEOPLE,
    fault: { answer: instead('transactions', {}) },
    errors: SALES_LACKING,
  },
  {
    name: 'an answer without the root field',
    reason: LEFT_OUT,
    query: ME,
    fault: { answer: root('users', () => ({})) },
    errors: ['me SUBGRAPH_UNAVAILABLE'],
  },
  {
    name: 'fewer entities than asked for',
    reason: NO_PATH,
    query: PEOPLE,
    fault: { answer: entities((list) => list.slice(1)) },
    errors: SALES_LACKING,
  },
  {
    name: 'entities that are no list',
    reason: NO_PATH,
    query: PEOPLE,
    fault: { answer: entities(() => ({})) },
    errors: SALES_LACKING,
  },
  {
    name: 'an entity that is no object',
    reason: LEFT_OUT,
    query: PEOPLE,
    fault: { answer: entities((list) => list.map(() => 5)) },
    errors: SALES_LACKING,
  },
  {
    name: 'the entities of others',
    reason: IDENTITY,
    query: PEOPLE,
    fault: { answer: entities((list) => list.map((_, index) => list[(index + 1) % list.length])) },
    errors: SALES_LACKING,
    otherData: true,
  },
  {
    name: 'an error without a path beside data',
    reason: NO_PATH,
    query: PEOPLE,
    fault: {
      answer: (subgraph, answer) =>
        subgraph === 'transactions'
          ? { ...answer, errors: [{ message: 'slow', extensions: { code: 'SLOW' } }] }
          : answer,
    },
    errors: ['users.nodes SLOW'],
  },
  {
    name: 'an alias that is the name of the key',
    reason: 'Their planner takes the key for what the client calls by that name, and answers with the wrong value.',
    query: '{ user(id: "1") { id: name sales { success { count } } } }',
    errors: [],
    otherData: true,
  },
  {
    name: 'an alias that is __typename',
    reason: 'Theirs takes it for the type and leaves the object out.',
    query: '{ transactions { nodes { employee { __typename: name } } } }',
    errors: [],
    otherData: true,
  },
  {
    name: 'an object of which nothing is wanted',
    reason: 'Their planner does not ask for it, and null says that it is not there.',
    query: 'query ($w: Boolean!) { me @skip(if: $w) { name @include(if: $w) } shifts { id } }',
    variables: { w: false },
    errors: [],
    otherData: true,
  },
  {
    name: 'a mutation of whose result nothing is wanted',
    reason: 'Theirs does not run it.',
    query: 'mutation ($w: Boolean!) { payBill(transactionId: "1") @skip(if: $w) { id @include(if: $w) } }',
    variables: { w: false },
    errors: [],
    otherData: true,
  },
]
