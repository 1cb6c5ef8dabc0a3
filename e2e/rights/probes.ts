/** Ids that the probes use. */
export interface Subjects {
  /** The employee's own id, and that of another user. */
  me: string
  other: string
  shift: string
  /** A sale of the employee, and one of another employee. */
  mine: string
  theirs: string
}

/** Root fields with arguments that change nothing: an authorized caller gets BAD_USER_INPUT at most. */
export const ROOTS: Record<string, (of: Subjects) => string> = {
  'Query.me': () => 'me { id }',
  'Query.user': ({ me }) => `user(id: "${me}") { id }`,
  'Query.users': () => 'users { totalCount }',
  'Query.auditLog': () => 'auditLog { totalCount }',
  'Query.masterAuditLog': () => 'masterAuditLog { totalCount }',
  'Query.shifts': () => 'shifts { id }',
  'Query.shift': ({ shift }) => `shift(id: "${shift}") { id }`,
  'Query.products': () => 'products { code }',
  'Query.product': () => 'product(code: "hpln20000") { code }',
  'Query.transaction': ({ mine }) => `transaction(id: "${mine}") { id }`,
  'Query.transactions': () => 'transactions { totalCount }',
  'Query.salesSummary': () => 'salesSummary { success { count } }',
  'Query.inquirePrepaidCustomer': () => 'inquirePrepaidCustomer(meterNumber: "12345678901") { number }',
  'Query.billerBalance': () => 'billerBalance { balance }',
  'Query.customers': () => 'customers { number }',
  'Query.apiKeys': () => 'apiKeys { id }',
  'Mutation.createApiKey': () => 'createApiKey(input: { name: "", kind: READ_ONLY }) { key }',
  'Mutation.revokeApiKey': () => 'revokeApiKey(id: "-") { id }',
  'Mutation.login': () => 'login(email: "unknown@setrum.test", password: "-") { accessToken }',
  'Mutation.refreshSession': () => 'refreshSession(refreshToken: "-") { accessToken }',
  'Mutation.logout': () => 'logout(refreshToken: "-")',
  'Mutation.changePassword': () => 'changePassword(currentPassword: "-", newPassword: "-")',
  'Mutation.createUser': () =>
    'createUser(input: { employeeNumber: "", name: "", email: "", password: "", phone: "" }) { id }',
  'Mutation.updateUser': ({ me }) => `updateUser(id: "${me}", input: { name: "" }) { id }`,
  'Mutation.resetPassword': ({ me }) => `resetPassword(id: "${me}", newPassword: "-")`,
  'Mutation.createShift': () => 'createShift(input: { name: "", startAt: "00:00", endAt: "01:00" }) { id }',
  'Mutation.updateShift': ({ shift }) => `updateShift(id: "${shift}", input: { name: "" }) { id }`,
  'Mutation.updateProduct': () => 'updateProduct(code: "hpln20000", input: { margin: -1 }) { code }',
  'Mutation.buyToken': () =>
    'buyToken(input: { meterNumber: "12345678901", productCode: "hpln1", idempotencyKey: "rights-matrix" }) { id }',
  'Mutation.inquireBill': () =>
    'inquireBill(input: { customerNumber: "530000000014", productType: POSTPAID, idempotencyKey: "rights-matrix" }) { id }',
  'Mutation.payBill': ({ theirs }) => `payBill(transactionId: "${theirs}") { id }`,
  'Mutation.checkTransactionStatus': ({ mine }) => `checkTransactionStatus(id: "${mine}") { id }`,
  'Mutation.resolveTransaction': ({ mine }) => `resolveTransaction(id: "${mine}", resolution: FAILED, note: "") { id }`,
  'Mutation.correctTransaction': ({ mine }) => `correctTransaction(id: "${mine}", resolution: FAILED, note: "") { id }`,
  'Mutation.reviewTransaction': ({ mine }) => `reviewTransaction(id: "${mine}", note: "") { id }`,
  'Mutation.recordPrint': ({ mine }) => `recordPrint(id: "${mine}") { id }`,
}

/** Paths in the graph to an object of each type; `#` stands for its selection. */
export const PATHS: Record<string, ((of: Subjects) => string)[]> = {
  User: [() => 'me { # }', ({ other }) => `user(id: "${other}") { # }`, () => 'users { nodes { # } }'],
  UserConnection: [() => 'users { # }'],
  ApiKey: [() => 'apiKeys { # }'],
  PageInfo: [() => 'transactions { pageInfo { # } }', () => 'users { pageInfo { # } }'],
  AuditConnection: [() => 'auditLog { # }'],
  AuditEvent: [() => 'auditLog(first: 1) { nodes { # } }'],
  MasterAuditConnection: [() => 'masterAuditLog { # }'],
  MasterAuditEvent: [() => 'masterAuditLog(first: 1) { nodes { # } }'],
  Shift: [({ shift }) => `shift(id: "${shift}") { # }`, () => 'me { shift { # } }'],
  Product: [() => 'product(code: "hpln20000") { # }'],
  ProductAvailability: [() => 'product(code: "hpln20000") { availability { # } }'],
  Transaction: [({ mine }) => `transaction(id: "${mine}") { # }`, ({ theirs }) => `transaction(id: "${theirs}") { # }`],
  Customer: [({ mine }) => `transaction(id: "${mine}") { customer { # } }`],
  Bill: [({ mine }) => `transaction(id: "${mine}") { bills { # } }`],
  TransactionEvent: [({ mine }) => `transaction(id: "${mine}") { events { # } }`],
  TransactionConnection: [() => 'transactions { # }'],
  SalesSummary: [() => 'salesSummary { # }', () => 'me { sales { # } }'],
  StatusTotal: [() => 'salesSummary { success { # } }'],
  ProductTypeSales: [() => 'salesSummary { byProductType { # } }'],
  DailySales: [() => 'salesSummary { daily { # } }'],
  StatusDay: [() => 'salesSummary { daily { success { # } } }'],
  PrepaidCustomer: [() => 'inquirePrepaidCustomer(meterNumber: "12345678901") { # }'],
  BillerBalance: [() => 'billerBalance { # }'],
  KnownCustomer: [() => 'customers { # }'],
}

/** Types that only mutations return; the mutation's own right applies. */
export const NOT_REACHED_BY_QUERY = new Set(['Session', 'NewApiKey'])
