import { bool, EnvError, httpUrl, port, readEnv, requireSet, str } from '@setrum/service-runtime'
import { type CutOff, readCutOff } from '@setrum/units'
import type { IakOptions } from './client/iak-client.js'

/** Accepted by the biller's sandbox only. */
const SANDBOX_ACCOUNT = { username: '081200001111', apiKey: 'demo-key-123' }

export interface BillerEnv {
  biller: IakOptions
  isSandboxBiller: boolean
  /** When PLN sells nothing; null for never. */
  cutOff: CutOff | null
}

/**
 * Reads the biller's addresses and our account. Without an account it is the sandbox. In production the account is
 * required, and its addresses are https unless `IAK_SANDBOX` marks a sandbox.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readBillerEnv(isProduction: boolean, environment: NodeJS.ProcessEnv = process.env): BillerEnv {
  const env = readEnv(
    {
      IAK_SANDBOX: bool({ default: undefined }),
      IAK_PREPAID_URL: httpUrl({ default: '' }),
      IAK_POSTPAID_URL: httpUrl({ default: '' }),
      IAK_USERNAME: str({ default: '' }),
      IAK_API_KEY: str({ default: '' }),
      IAK_SANDBOX_PORT: port({ default: 4010 }),
      PLN_CUTOFF: str({ default: '' }),
    },
    environment,
  )
  const { IAK_PREPAID_URL, IAK_POSTPAID_URL, IAK_USERNAME, IAK_API_KEY } = env
  const account = { IAK_PREPAID_URL, IAK_POSTPAID_URL, IAK_USERNAME, IAK_API_KEY }
  if (!isProduction && Object.values(account).every((value) => value === '')) {
    const url = `http://127.0.0.1:${env.IAK_SANDBOX_PORT}`
    return {
      biller: { prepaidUrl: url, postpaidUrl: url, ...SANDBOX_ACCOUNT },
      isSandboxBiller: true,
      cutOff: parseCutOff(env.PLN_CUTOFF, true),
    }
  }
  if (isProduction) requireSet(account)
  else requireAll(account)
  if (isProduction && !env.IAK_SANDBOX) requireHttps({ IAK_PREPAID_URL, IAK_POSTPAID_URL })
  return {
    biller: {
      prepaidUrl: IAK_PREPAID_URL,
      postpaidUrl: IAK_POSTPAID_URL,
      username: IAK_USERNAME,
      apiKey: IAK_API_KEY,
    },
    isSandboxBiller: env.IAK_SANDBOX ?? false,
    cutOff: parseCutOff(env.PLN_CUTOFF, env.IAK_SANDBOX ?? false),
  }
}

/**
 * The sandbox sells round the clock unless a cut-off is set.
 * @throws EnvError
 */
function parseCutOff(text: string, isSandbox: boolean): CutOff | null {
  const setting = text || (isSandbox ? 'none' : '23:00-01:00')
  if (setting === 'none') return null
  const cutOff = readCutOff(setting)
  if (!cutOff) {
    throw new EnvError('PLN_CUTOFF has a value that cannot be used: HH:mm-HH:mm, such as 23:00-01:00, or none.')
  }
  return cutOff
}

/** @throws EnvError where only some are set */
function requireAll(values: Readonly<Record<string, string>>): void {
  const missing = Object.keys(values).filter((name) => values[name] === '')
  if (missing.length > 0) {
    throw new EnvError(`${missing.join(', ')} must be set too: set all of ${Object.keys(values).join(', ')}, or none.`)
  }
}

/** Plain http would expose signatures and allow forged responses. */
function requireHttps(urls: Readonly<Record<string, string>>): void {
  const plain = Object.keys(urls).filter((name) => !urls[name]?.startsWith('https:'))
  if (plain.length > 0) {
    throw new EnvError(
      plain
        .map((name) => `${name} must begin with https:// in production, unless IAK_SANDBOX=1 asks for a sandbox.`)
        .join('\n'),
    )
  }
}
