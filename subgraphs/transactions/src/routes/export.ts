import type { Readable } from 'node:stream'
import { readLanguage } from '@setrum/api-contract'
import { badInput, DomainError, isPlainText, readViewer, requireAdmin } from '@setrum/subgraph-kit'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../context.js'
import { checkDateRange } from '../domain/input.js'
import { TRANSACTION_STATUSES } from '../domain/settlement/phase.js'
import type { Conditions } from '../models/transaction-filter.js'
import { EXPORT_FORMATS, exportTransactions, exportTransactionsAsXlsx } from '../services/export/export-transactions.js'
import { transactionConditions } from '../services/listing/row-level-authorization.js'

const HTTP_STATUS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, BAD_USER_INPUT: 400 }

const text = z.string().max(100).refine(isPlainText).optional()
const filter = z
  .object({
    productType: z.enum(['PREPAID', 'POSTPAID', 'NON_TAGLIS']).optional(),
    employeeId: text,
    shiftId: text,
    from: text,
    to: text,
    // `status=SUCCESS&status=FAILED`, or with a comma between.
    status: z
      .union([z.string(), z.array(z.string())])
      .transform((given) => [given].flat().flatMap((part) => part.split(',')))
      .pipe(z.array(z.enum(TRANSACTION_STATUSES)))
      .optional(),
    needsAttention: z
      .enum(['true', 'false'])
      .transform((given) => given === 'true')
      .optional(),
    search: text,
  })
  .strict()
const csvFilter = filter.extend({ format: z.enum(EXPORT_FORMATS).default('INTERNATIONAL') })

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * `GET /exports/transactions.csv` and `.xlsx`: transactions of a filter, for admins. The fields of the transaction filter are
 * query parameters; `format` of CSV is INTERNATIONAL (the default) or INDONESIAN, for Excel with Indonesian settings.
 * Reached through the gateway, which signs method and URL.
 */
export function exportRoutes(
  app: FastifyInstance,
  { deps, identitySecret }: { deps: Deps; identitySecret: string },
): void {
  const route = (path: string, exportOf: (query: unknown) => { type: string; body: Readable }) =>
    app.get(path, async (request, reply) => {
      try {
        const content = `${request.method} ${request.url}`
        const viewer = readViewer(request, { audience: 'transactions', content, secret: identitySecret })
        requireAdmin(viewer ?? { role: 'ANONYMOUS' })
        const { type, body } = exportOf(request.query)
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="${path.slice(path.lastIndexOf('/') + 1)}"`)
          .header('cache-control', 'no-store')
          .send(body)
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        const message = error.messages[readLanguage(request.headers['accept-language'])]
        const extensions = { code: error.code, ...error.details }
        return reply.code(HTTP_STATUS[error.code] ?? 400).send({ errors: [{ message, extensions }] })
      }
    })
  route('/exports/transactions.csv', (query) => {
    const { format, ...given } = read(csvFilter, query)
    return { type: 'text/csv; charset=utf-8', body: exportTransactions(conditionsOf(given), format, deps) }
  })
  route('/exports/transactions.xlsx', (query) => {
    return { type: XLSX, body: exportTransactionsAsXlsx(conditionsOf(read(filter, query)), deps) }
  })
}

function conditionsOf(given: z.infer<typeof filter>): Conditions {
  checkDateRange(given)
  return transactionConditions(given, null)
}

function read<Query>(schema: z.ZodType<Query>, query: unknown): Query {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const field = String(parsed.error.issues[0]?.path[0] ?? 'filter')
  throw badInput(field, { id: `Saringan "${field}" tidak sah.`, en: `The filter "${field}" is not valid.` })
}
