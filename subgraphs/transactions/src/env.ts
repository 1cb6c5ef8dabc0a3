import { type IakOptions, readBillerEnv } from '@setrum/iak'
import { EnvError, httpUrl, milliseconds, num, port, readEnv, requireSet, str } from '@setrum/service-runtime'
import { type DatabaseEnv, readDatabaseEnv, readSubgraphEnv, type SubgraphEnv } from '@setrum/subgraph-kit'
import type { CutOff } from '@setrum/units'
import type { BillCodes } from './domain/legacy/legacy-row.js'
import { RECOVERY_RULES, type RecoveryRules, scaledRules } from './domain/settlement/recovery-rules.js'

export interface TransactionsEnv extends SubgraphEnv {
  port: number
  database: string
  usersUrl: string
  masterUrl: string
  biller: IakOptions
  isSandboxBiller: boolean
  billCodes: BillCodes
  cutOff: CutOff | null
  /** After this a purchase returns as it stands. */
  responseTimeoutMs: number
  lowBalanceIdr: number
  /** Addresses that callbacks may come from; empty: any. */
  callbackAddresses: readonly string[]
  rules: RecoveryRules
  reconcile: { tickMs: number; leaseMs: number; perMinute: number; concurrency: number }
}

const BILL_CODES = {
  POSTPAID_CODE: str({ default: 'PLNPOSTPAID' }),
  NON_TAGLIS_CODE: str({ default: 'PLNNONTAG' }),
}

/**
 * Reads the environment of the legacy backfill, which needs neither the biller nor peer subgraphs.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readBackfillEnv(
  environment: NodeJS.ProcessEnv = process.env,
): DatabaseEnv & Pick<TransactionsEnv, 'database' | 'billCodes'> {
  const common = readDatabaseEnv(environment)
  const env = readEnv(BILL_CODES, environment)
  return {
    ...common,
    database: `${common.databasePrefix}transactions`,
    billCodes: { POSTPAID: env.POSTPAID_CODE, NON_TAGLIS: env.NON_TAGLIS_CODE },
  }
}

/**
 * Reads the transactions subgraph's environment.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readTransactionsEnv(environment: NodeJS.ProcessEnv = process.env): TransactionsEnv {
  const common = readSubgraphEnv(environment)
  const { biller, isSandboxBiller, cutOff } = readBillerEnv(common.isProduction, environment)
  const env = readEnv(
    {
      TRANSACTIONS_PORT: port({ default: 4003 }),
      USERS_PORT: port({ default: 4001 }),
      MASTER_PORT: port({ default: 4002 }),
      USERS_URL: httpUrl({ default: '' }),
      MASTER_URL: httpUrl({ default: '' }),
      IAK_TIMEOUT_MS: milliseconds({ default: 30_000 }),
      IAK_CALLBACK_ADDRESSES: str({ default: '' }),
      ...BILL_CODES,
      PURCHASE_RESPONSE_TIMEOUT_MS: milliseconds({ default: 10_000 }),
      LOW_BALANCE_IDR: num({ default: 1_000_000 }),
      RECOVERY_TIME_SCALE: num({ default: 1 }),
      RECONCILE_PER_MINUTE: num({ default: 1_200 }),
    },
    environment,
  )
  requirePositive({
    RECOVERY_TIME_SCALE: env.RECOVERY_TIME_SCALE,
    RECONCILE_PER_MINUTE: env.RECONCILE_PER_MINUTE,
  })
  checkTimeouts({ ...common, timeoutMs: env.IAK_TIMEOUT_MS, scale: env.RECOVERY_TIME_SCALE })
  if (common.isProduction) requireSet({ USERS_URL: env.USERS_URL, MASTER_URL: env.MASTER_URL })
  const scale = env.RECOVERY_TIME_SCALE
  return {
    ...common,
    port: env.TRANSACTIONS_PORT,
    database: `${common.databasePrefix}transactions`,
    usersUrl: env.USERS_URL || `http://127.0.0.1:${env.USERS_PORT}/graphql`,
    masterUrl: env.MASTER_URL || `http://127.0.0.1:${env.MASTER_PORT}/graphql`,
    biller: { ...biller, timeoutMs: env.IAK_TIMEOUT_MS },
    isSandboxBiller,
    billCodes: { POSTPAID: env.POSTPAID_CODE, NON_TAGLIS: env.NON_TAGLIS_CODE },
    cutOff,
    responseTimeoutMs: env.PURCHASE_RESPONSE_TIMEOUT_MS,
    lowBalanceIdr: env.LOW_BALANCE_IDR,
    callbackAddresses: listOf(env.IAK_CALLBACK_ADDRESSES),
    rules: { ...scaledRules(RECOVERY_RULES, scale), callMs: callMsOf(env.IAK_TIMEOUT_MS) },
    reconcile: reconcileAt(scale, env.RECONCILE_PER_MINUTE),
  }
}

/** The pace of the reconciler, in real time or faster for tests. */
export function reconcileAt(scale: number, perMinute: number): TransactionsEnv['reconcile'] {
  const pace = Math.min(1, scale)
  return { tickMs: Math.max(20, 500 * pace), leaseMs: Math.max(1_000, 12_000 * pace), perMinute, concurrency: 8 }
}

/** How long a call can be under way: the time-out, and a margin for the transport. */
const callMsOf = (timeoutMs: number) => timeoutMs + 5_000

/** Refuses a time-out by which a payment could count as absent while it is under way. */
function checkTimeouts({
  isProduction,
  timeoutMs,
  scale,
}: {
  isProduction: boolean
  timeoutMs: number
  scale: number
}) {
  const limit = RECOVERY_RULES.notPaidGraceMs - callMsOf(0)
  if (timeoutMs >= limit) {
    throw new EnvError(
      `IAK_TIMEOUT_MS has a value that cannot be used: less than ${limit}, so that a call ends in time.`,
    )
  }
  if (isProduction && scale !== 1) {
    throw new EnvError('RECOVERY_TIME_SCALE is for tests: in production it must not be set.')
  }
}

function requirePositive(values: Readonly<Record<string, number>>): void {
  const wrong = Object.keys(values).filter((name) => !((values[name] ?? 0) > 0))
  if (wrong.length > 0) {
    throw new EnvError(wrong.map((name) => `${name} has a value that cannot be used: a number above 0.`).join('\n'))
  }
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
