import { GraphQLError } from 'graphql'
import type { Fault, SubgraphRequest } from './test-graph.js'

/** One operation of the corpus, optionally with a fault. */
export interface Case extends SubgraphRequest {
  name: string
  /** True for a document that the gateway refuses, because a request may have one mutation. */
  hasSeveralMutations?: true
  fault?: Fault
}

/** The dashboard query of the contract. */
export const DASHBOARD = `query Dashboard($f: SalesFilter, $t: TransactionFilter) {
  salesSummary(filter: $f) { success { count amount share } processing { count amount } failed { count amount }
    daily { date success { amount } } }
  transactions(filter: $t, first: 10) { totalCount nodes { invoice status price employeeName
    employee { name shift { name startAt endAt } } product { name } } }
  users(first: 50) { nodes { id name sales(filter: $f) { success { amount } } } }
  shifts { id name open sales(filter: $f) { success { amount } } }
}`

const TRANSACTION = `id invoice productType productCode status nominal adminFee price token kwh responseCode message
  employeeName createdAt updatedAt completedAt`
const USER = 'id employeeNumber name email phone address role active createdAt updatedAt'
const SHIFT = 'id name startAt endAt active open createdAt updatedAt'
const PRODUCT = 'code type name nominal cost price adminFee active'
const SALES = `success { count amount share } processing { count amount share } failed { count amount share }
  daily { date success { count amount average } processing { count } failed { count } }`

/** Every root field, relation and language feature, without faults. */
export const HEALTHY: Case[] = [
  { name: 'dashboard', query: DASHBOARD, operationName: 'Dashboard', variables: { f: {}, t: {} } },
  { name: 'dashboard without variables', query: DASHBOARD },
  {
    name: 'dashboard of one employee',
    query: DASHBOARD,
    variables: { f: { employeeId: 'user-1', from: '2024-07-01' }, t: { status: ['SUCCESS', 'FAILED'] } },
  },
  { name: 'shifts', query: `{ shifts { ${SHIFT} } }` },
  { name: 'shifts by argument', query: 'query ($a: Boolean) { shifts(active: $a) { id } }', variables: { a: true } },
  { name: 'shift', query: `{ shift(id: "shift-1") { ${SHIFT} sales { ${SALES} } } }` },
  { name: 'products', query: `{ products { ${PRODUCT} } }` },
  {
    name: 'products by enum variable',
    query: 'query ($t: ProductType) { products(type: $t, active: true) { code } }',
    variables: { t: 'NON_TAGLIS' },
  },
  { name: 'product', query: `query ($c: ID!) { product(code: $c) { ${PRODUCT} } }`, variables: { c: 'a' } },
  { name: 'product with a numeric id', query: 'query ($c: ID!) { product(code: $c) { code } }', variables: { c: 7 } },
  { name: 'transaction', query: `{ transaction(id: "7") { ${TRANSACTION} } }` },
  {
    name: 'till poll',
    query: `query Poll($id: ID!) { transaction(id: $id) { ${TRANSACTION} customer { number name tariff power }
      bills { period amount } events { at type actor from to note } product { ${PRODUCT} } } }`,
    variables: { id: 'abc' },
  },
  {
    name: 'list with joins',
    query: `{ transactions(first: 100) { totalCount pageInfo { hasNextPage endCursor } nodes { ${TRANSACTION}
      employee { ${USER} } product { ${PRODUCT} } shift { ${SHIFT} } } } }`,
  },
  {
    name: 'page by variables',
    query: `query ($first: Int = 3, $after: String, $page: Int) {
      transactions(first: $first, after: $after, page: $page) { nodes { id } } }`,
    variables: { after: 'cursor' },
  },
  { name: 'sales summary', query: `query ($f: SalesFilter) { salesSummary(filter: $f) { ${SALES} } }` },
  {
    name: 'sales summary with a literal filter',
    query: '{ salesSummary(filter: { productType: PREPAID, shiftId: "shift-1" }) { success { count } } }',
  },
  {
    name: 'sales summary with a variable inside a literal',
    query: 'query ($e: ID) { salesSummary(filter: { employeeId: $e }) { success { count } } }',
    variables: { e: 'user-2' },
  },
  { name: 'inquiry', query: '{ inquirePrepaidCustomer(meterNumber: "14100000001") { number name tariff power } }' },
  { name: 'me', query: `{ me { ${USER} shift { ${SHIFT} } } }` },
  { name: 'me with sales', query: `{ me { name sales { ${SALES} } } }` },
  { name: 'user', query: `query ($id: ID!) { user(id: $id) { ${USER} } }`, variables: { id: 'user-3' } },
  { name: 'users', query: `{ users { totalCount pageInfo { startCursor hasPreviousPage } nodes { ${USER} } } }` },
  { name: 'users by filter', query: '{ users(filter: { search: "a", role: EMPLOYEE }) { nodes { name } } }' },
  {
    name: 'four levels over three subgraphs',
    query: `{ transactions { nodes { employee { shift { name sales { success { amount } } }
      sales { failed { count } } } shift { sales { processing { count } } } } } }`,
  },
  {
    name: 'only the fields of an entity that the first subgraph resolves',
    query: '{ transactions { nodes { employee { id } } } }',
  },
  { name: 'a key only', query: '{ transactions { nodes { product { code } shift { id } } } }' },
  { name: 'an alias at the root', query: '{ mine: me { id name } you: user(id: "u") { id name } }' },
  {
    name: 'one field twice with other arguments',
    query: `{ a: salesSummary(filter: { from: "2024-01-01" }) { success { count } }
      b: salesSummary(filter: { from: "2024-02-01" }) { success { count } } }`,
  },
  {
    name: 'an entity field twice with other arguments',
    query: `{ users { nodes { a: sales(filter: { from: "2024-01-01" }) { success { count } }
      b: sales(filter: { from: "2024-02-01" }) { success { count } } } } }`,
  },
  {
    name: 'aliases on all levels',
    query: '{ t: transactions { n: nodes { e: employee { who: name s: shift { w: name } } } } }',
  },
  { name: 'an alias and the field itself', query: '{ me { name n: name } }' },
  { name: 'an alias of a key', query: '{ transactions { nodes { employee { key: id name } } } }' },
  { name: '__typename at the root', query: '{ __typename }' },
  { name: '__typename at the root, among others', query: '{ __typename kind: __typename me { id } }' },
  { name: '__typename of a mutation', query: 'mutation { __typename logout(refreshToken: "r") }' },
  {
    name: '__typename everywhere',
    query:
      '{ transactions { __typename nodes { __typename employee { t: __typename name } product { __typename } } } }',
  },
  {
    name: 'named fragments',
    query: `query { transactions { nodes { ...T } } } fragment T on Transaction { invoice employee { ...U } }
      fragment U on User { name shift { name } }`,
  },
  {
    name: 'one fragment in two selections',
    query: '{ me { ...U } users { nodes { ...U } } } fragment U on User { id name sales { success { count } } }',
  },
  { name: 'an inline fragment', query: '{ me { ... on User { name } ... { email } } }' },
  { name: 'a fragment at the root', query: '{ ...Q } fragment Q on Query { me { id } ... { shifts { id } } }' },
  { name: 'selections that are merged', query: '{ me { shift { id } } me { shift { name } name } }' },
  {
    name: 'merged over fragments',
    query: `{ transactions { nodes { employee { name } ...A } } transactions { nodes { employee { email } } } }
      fragment A on Transaction { employee { shift { name } } }`,
  },
  { name: 'skip true', query: 'query ($s: Boolean!) { me { name email @skip(if: $s) } }', variables: { s: true } },
  { name: 'skip false', query: 'query ($s: Boolean!) { me { name email @skip(if: $s) } }', variables: { s: false } },
  {
    name: 'include at the root',
    query: 'query ($i: Boolean!) { me @include(if: $i) { id } shifts { id } }',
    variables: { i: true },
  },
  {
    name: 'include false at the root',
    query: 'query ($i: Boolean!) { me @include(if: $i) { id } shifts { id } }',
    variables: { i: false },
  },
  {
    name: 'nothing included',
    query: 'query ($i: Boolean!) { me @include(if: $i) { id } }',
    variables: { i: false },
  },
  {
    name: 'include of a joined field, by default',
    query: 'query ($i: Boolean = true) { transactions { nodes { id employee @include(if: $i) { name } } } }',
  },
  {
    name: 'include of a joined field, excluded',
    query: 'query ($i: Boolean = true) { transactions { nodes { id employee @include(if: $i) { name } } } }',
    variables: { i: false },
  },
  {
    name: 'skip and include together',
    query: `query ($a: Boolean!, $b: Boolean!) { transactions { nodes { id product @include(if: $a) @skip(if: $b) { name } } } }`,
    variables: { a: true, b: false },
  },
  {
    name: 'a fragment with a condition',
    query: `query ($a: Boolean!) { transactions { nodes { id ...J @include(if: $a) } } }
      fragment J on Transaction { product { name } employee { name } }`,
    variables: { a: true },
  },
  {
    name: 'a field included by one of two selections',
    query: 'query ($a: Boolean!) { me { name @include(if: $a) ... on User { name } } }',
    variables: { a: false },
  },
  {
    name: 'a constant condition',
    query: '{ me { name @skip(if: true) email @include(if: true) id @include(if: false) } }',
  },
  {
    name: 'conditions inside an entity',
    query: 'query ($a: Boolean!) { transactions { nodes { employee { name @include(if: $a) email @skip(if: $a) } } } }',
    variables: { a: true },
  },
  { name: 'introspection', query: '{ __schema { queryType { name } types { name kind } directives { name } } }' },
  { name: 'introspection of a type', query: '{ __type(name: "User") { name fields { name type { name } } } }' },
  {
    name: 'introspection by variable',
    query:
      'query ($n: String!) { t: __type(name: $n) { name enumValues { name } } none: __type(name: "None") { name } }',
    variables: { n: 'Role' },
  },
  {
    name: 'introspection among data',
    query: '{ me { name } __schema { ...S } } fragment S on __Schema { mutationType { name } }',
  },
  {
    name: 'introspection, excluded',
    query: 'query ($i: Boolean!) { __schema @include(if: $i) { queryType { name } } me { id } }',
    variables: { i: false },
  },
  {
    name: 'login',
    query:
      'mutation { login(email: "a@b", password: "x") { accessToken accessTokenExpiresAt user { name shift { name } } } }',
  },
  { name: 'refresh', query: 'mutation { refreshSession(refreshToken: "r") { refreshToken user { id } } }' },
  {
    name: 'buy a token',
    query: `mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id status token product { name } employee { name } } }`,
    variables: { input: { meterNumber: '14100000001', productCode: 'a', idempotencyKey: 'k' } },
  },
  {
    name: 'mutations over three subgraphs, in order',
    hasSeveralMutations: true,
    query: `mutation { a: payBill(transactionId: "1") { id employee { name } }
      createShift(input: { name: "x", startAt: "08:00", endAt: "09:00" }) { id sales { success { count } } }
      b: payBill(transactionId: "2") { id } logout(refreshToken: "r") }`,
  },
  {
    name: 'check and resolve',
    hasSeveralMutations: true,
    query: `mutation { checkTransactionStatus(id: "1") { status }
      resolveTransaction(id: "1", resolution: FAILED, note: "n") { status events { type } } }`,
  },
  {
    name: 'create and update users',
    hasSeveralMutations: true,
    query: `mutation ($i: CreateUserInput!) { createUser(input: $i) { id shift { name } }
      updateUser(id: "1", input: { active: false }) { active sales { success { count } } }
      resetPassword(id: "1", newPassword: "p") changePassword(currentPassword: "a", newPassword: "b") }`,
    variables: { i: { employeeNumber: '1', name: 'n', email: 'e', password: 'p', phone: '1' } },
  },
  {
    name: 'the second of two operations',
    query: 'query A { me { id } } query B { shifts { id } }',
    operationName: 'B',
  },
  {
    name: 'a string with quotes and newlines',
    query: 'query ($s: String) { users(filter: { search: $s }) { totalCount } }',
    variables: { s: '"\\\n☃' },
  },
]

const throwWithCode = (code: string) => {
  throw new GraphQLError(`rejected: ${code}`, { extensions: { code, note: 'kept' } })
}

/** Errors, nulls and gaps of the subgraphs; both gateways must agree. */
export const WITH_SUBGRAPH_ERRORS: Case[] = [
  {
    name: 'a root field is rejected',
    query: '{ me { id } shifts { id } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'Query' && fieldName === 'me' ? throwWithCode('UNAUTHENTICATED') : undefined,
    },
  },
  {
    name: 'a mutation is rejected',
    query: 'mutation { payBill(transactionId: "1") { id } }',
    fault: { field: (type) => (type === 'Mutation' ? throwWithCode('OUTSIDE_SHIFT') : undefined) },
  },
  {
    name: 'a nullable field fails',
    query: '{ transactions { nodes { id price } } }',
    fault: {
      field: (_type, _source, { fieldName }) => (fieldName === 'price' ? throwWithCode('NOT_FOUND') : undefined),
    },
  },
  {
    name: 'a nested non-null field fails',
    query: '{ transactions { totalCount nodes { id customer { number } } } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'Customer' && fieldName === 'number' ? throwWithCode('X') : undefined,
    },
  },
  {
    name: 'a field of an entity fails',
    query: '{ users { nodes { name sales { success { count } } } } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'User' && fieldName === 'sales' ? throwWithCode('FORBIDDEN') : undefined,
    },
  },
  {
    name: 'a field of one entity fails',
    query: '{ transactions { nodes { employee { id address } } } }',
    fault: {
      field: (_type, source, { fieldName }) =>
        fieldName === 'address' && source.seed === 'user-1' ? throwWithCode('FORBIDDEN') : undefined,
    },
  },
  {
    name: 'a non-null field of an entity fails',
    query: '{ transactions { nodes { employee { id name } product { name } } } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'User' && fieldName === 'name' ? throwWithCode('FORBIDDEN') : undefined,
    },
  },
  {
    name: 'a field below an entity fails',
    query: '{ shifts { id sales { daily { success { average } } } } }',
    fault: {
      field: (_type, _source, { fieldName }) => (fieldName === 'average' ? throwWithCode('FORBIDDEN') : undefined),
    },
  },
  {
    name: 'a second join fails',
    query: '{ transactions { nodes { employee { name shift { id name } } } } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'Shift' && fieldName === 'name' ? throwWithCode('FORBIDDEN') : undefined,
    },
  },
  {
    name: 'errors under an alias',
    query: '{ t: transactions { n: nodes { e: employee { a: address } } } }',
    fault: {
      field: (_type, _source, { fieldName }) => (fieldName === 'address' ? throwWithCode('FORBIDDEN') : undefined),
    },
  },
  {
    name: 'an error without a code',
    query: '{ me { name } }',
    fault: {
      field: (_type, _source, { fieldName }) => {
        if (fieldName === 'me') throw new GraphQLError('no code')
      },
    },
  },
  {
    name: 'all nullable fields are null',
    query: `{ me { id } user(id: "1") { id } users { totalCount } shifts { id } shift(id: "1") { id } product(code: "1") { code }
      transaction(id: "1") { id } transactions { totalCount } salesSummary { success { count } } }`,
    fault: { field: (type) => (type === 'Query' ? null : undefined) },
  },
  {
    name: 'lists are empty',
    query: '{ shifts { id name } products { code } transactions { nodes { id employee { name } } } }',
    fault: {
      field: (_type, _source, { fieldName }) => (['shifts', 'products', 'nodes'].includes(fieldName) ? [] : undefined),
    },
  },
  {
    name: 'references are null',
    query: '{ transactions { nodes { id employee { name } product { name } } } }',
    fault: {
      field: (_type, _source, { fieldName }) => (['employee', 'product'].includes(fieldName) ? null : undefined),
    },
  },
  {
    name: 'an entity does not exist at its owner',
    query: '{ transactions { nodes { id product { nominal cost } } } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'Transaction' && fieldName === 'product' ? { __typename: 'Product', seed: 'gone' } : undefined,
    },
  },
  {
    name: 'an entity with a non-null field does not exist at its owner',
    query: '{ transactions { nodes { id product { name } } } }',
    fault: {
      field: (type, _source, { fieldName }) =>
        type === 'Transaction' && fieldName === 'product' ? { __typename: 'Product', seed: 'gone' } : undefined,
    },
  },
  { name: 'a variable is missing', query: 'query ($id: ID!) { user(id: $id) { id } }' },
  {
    name: 'a variable is wrong',
    query: 'query ($t: ProductType) { products(type: $t) { code } }',
    variables: { t: 'NONE' },
  },
  {
    name: 'an unknown input field',
    query: 'query ($f: SalesFilter) { salesSummary(filter: $f) { success { count } } }',
    variables: { f: { secret: 1 } },
  },
]
