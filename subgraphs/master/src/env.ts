import { type IakOptions, readBillerEnv } from '@setrum/iak'
import { EnvError, num, port, readEnv, str } from '@setrum/service-runtime'
import { readSubgraphEnv, type SubgraphEnv } from '@setrum/subgraph-kit'
import { type CutOff, isRupiah } from '@setrum/units'

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
  const { biller, isSandboxBiller, cutOff } = readBillerEnv(common.isProduction, environment)
  const env = readEnv(
    {
      MASTER_PORT: port({ default: 4002 }),
      POSTPAID_CODE: str({ default: 'PLNPOSTPAID' }),
      NON_TAGLIS_CODE: str({ default: 'PLNNONTAG' }),
      TOKEN_MARGIN_IDR: num({ default: 1_500 }),
    },
    environment,
  )
  if (!isRupiah(env.TOKEN_MARGIN_IDR) || env.TOKEN_MARGIN_IDR < 0) {
    throw new EnvError('TOKEN_MARGIN_IDR has a value that cannot be used: whole rupiah, 0 or more.')
  }
  return {
    ...common,
    port: env.MASTER_PORT,
    database: `${common.databasePrefix}master`,
    biller,
    isSandboxBiller,
    postpaidCode: env.POSTPAID_CODE,
    nonTaglisCode: env.NON_TAGLIS_CODE,
    defaultMarginIdr: env.TOKEN_MARGIN_IDR,
    cutOff,
  }
}
