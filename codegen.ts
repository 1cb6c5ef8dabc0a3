import type { CodegenConfig } from '@graphql-codegen/cli'

// Resolver types of each subgraph come from its schema; nobody edits what this makes.
const scalars = {
  ID: 'string',
  DateTime: { input: 'Date', output: 'Date' },
  LocalDate: 'string',
  LocalTime: 'string',
  Rupiah: 'number',
  _FieldSet: 'string',
  link__Import: 'unknown',
  federation__FieldSet: 'string',
}

const subgraph = (name: 'users' | 'master' | 'transactions', mappers: Record<string, string>) => ({
  [`subgraphs/${name}/src/generated/resolvers.ts`]: {
    schema: `subgraphs/${name}/schema.graphql`,
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      emitLegacyCommonJSImports: false,
      contextType: '../context.js#Context',
      scalars,
      mappers,
      strictScalars: true,
      maybeValue: 'T | null',
      inputMaybeValue: 'T | null | undefined',
    },
  },
})

const config: CodegenConfig = {
  generates: {
    ...subgraph('users', {
      User: '../models/user.js#User as UserModel',
      Shift: '../resolvers/shift.js#ShiftRef',
      ApiKey: '../models/api-key.js#ApiKey as ApiKeyModel',
      AuditEvent: '@setrum/subgraph-kit#AuditRecord',
    }),
    ...subgraph('master', {
      Shift: '../models/shift.js#Shift as ShiftModel',
      Product: '../models/product.js#Product as ProductModel',
      MasterAuditEvent: '@setrum/subgraph-kit#AuditRecord',
    }),
    ...subgraph('transactions', {
      Transaction: '../domain/transaction.js#Transaction as TransactionModel',
      TransactionConnection: '../services/listing/list-transactions.js#TransactionPage',
      SalesSummary: '../resolvers/sales-summary.js#SummaryForViewer',
      User: '../resolvers/user.js#UserRef',
      Shift: '../resolvers/shift.js#ShiftRef',
    }),
  },
}

export default config
