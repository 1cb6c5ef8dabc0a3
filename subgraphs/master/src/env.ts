import type { IakOptions } from '@setrum/iak'
import { EnvError, num, port, readEnv, str } from '@setrum/process'
import { readSubgraphEnv, requireAllOrNone, requireSet, type SubgraphEnv } from '@setrum/subgraph-kit'
import { isRupiah } from '@setrum/units'
import { type CutOff, readCutOff } from './domain/availability.js'

/** What the biller's sandbox accepts; worth nothing outside this machine. */
const SANDBOX_ACCOUNT = { username: '081200001111', apiKey: 'demo-key-123' }

export interface MasterEnv extends SubgraphEnv {
  port: number
  database: string
  biller: IakOptions
  isSandboxBiller: boolean
  postpaidCode: string
  nonTaglisCode: string
  defaultMarginIdr: number
  cutOff: CutOff | null
}

/**
 * Reads the master subgraph's environment.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readMasterEnv(environment: NodeJS.ProcessEnv = process.env): MasterEnv {
  const common = readSubgraphEnv(environment)
  const env = readEnv(
    {
      MASTER_PORT: port({ default: 4002 }),
      IAK_PREPAID_URL: str({ default: '' }),
      IAK_POSTPAID_URL: str({ default: '' }),
      IAK_USERNAME: str({ default: '' }),
      IAK_API_KEY: str({ default: '' }),
      IAK_SANDBOX_PORT: port({ default: 4010 }),
      POSTPAID_CODE: str({ default: 'PLNPOSTPAID' }),
      NON_TAGLIS_CODE: str({ default: 'PLNNONTAG' }),
      TOKEN_MARGIN_IDR: num({ default: 1_500 }),
      PLN_CUTOFF: str({ default: '' }),
    },
    environment,
  )
  if (!isRupiah(env.TOKEN_MARGIN_IDR) || env.TOKEN_MARGIN_IDR < 0) {
    throw new EnvError('TOKEN_MARGIN_IDR has a value that cannot be used: whole rupiah, 0 or more.')
  }
  const account = {
    IAK_PREPAID_URL: env.IAK_PREPAID_URL,
    IAK_POSTPAID_URL: env.IAK_POSTPAID_URL,
    IAK_USERNAME: env.IAK_USERNAME,
    IAK_API_KEY: env.IAK_API_KEY,
  }
  const isSandboxBiller = !common.isProduction && Object.values(account).every((value) => value === '')
  if (common.isProduction) requireSet(account)
  else requireAllOrNone(account)
  const sandboxUrl = `http://127.0.0.1:${env.IAK_SANDBOX_PORT}`
  return {
    ...common,
    port: env.MASTER_PORT,
    database: `${common.databasePrefix}master`,
    biller: isSandboxBiller
      ? { prepaidUrl: sandboxUrl, postpaidUrl: sandboxUrl, ...SANDBOX_ACCOUNT }
      : {
          prepaidUrl: env.IAK_PREPAID_URL,
          postpaidUrl: env.IAK_POSTPAID_URL,
          username: env.IAK_USERNAME,
          apiKey: env.IAK_API_KEY,
        },
    isSandboxBiller,
    postpaidCode: env.POSTPAID_CODE,
    nonTaglisCode: env.NON_TAGLIS_CODE,
    defaultMarginIdr: env.TOKEN_MARGIN_IDR,
    // The sandbox sells round the clock, so that whoever tries it out at midnight can.
    cutOff: cutOffOf(env.PLN_CUTOFF || (isSandboxBiller ? 'none' : '23:00-01:00')),
  }
}

function cutOffOf(text: string): CutOff | null {
  if (text === 'none') return null
  const cutOff = readCutOff(text)
  if (!cutOff)
    throw new EnvError('PLN_CUTOFF has a value that cannot be used: HH:mm-HH:mm, such as 23:00-01:00, or none.')
  return cutOff
}
