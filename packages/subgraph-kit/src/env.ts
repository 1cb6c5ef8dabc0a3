import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { developmentIdentitySecret } from '@setrum/identity'
import {
  EnvError,
  logLevel,
  nodeEnv,
  port,
  readEnv,
  readTracingEnv,
  requireSet,
  sharedSecret,
  str,
  type TracingEnv,
} from '@setrum/process'
import { BUSINESS_TIME_ZONE } from '@setrum/units'
import mongoose from 'mongoose'

/** The folder of the whole repository: this file is three levels below it, in src/ as in dist/. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Whether demo data goes into an empty database: all of it, the people and shifts only, or none. */
export type DemoData = 'all' | 'people' | 'none'

/** What the environment says to every subgraph alike. */
export interface SubgraphEnv {
  isProduction: boolean
  host: string
  logLevel: string
  /** Absolute. */
  dataDir: string
  mongoUri: string
  /** Begins the name of every database of the house. */
  databasePrefix: string
  /** Shared with the gateway and the sister subgraphs. */
  identitySecret: string
  businessTimeZone: string
  demoData: DemoData
  tracing: TracingEnv
}

/**
 * Reads the part of the environment that all subgraphs share. In production addresses and secrets have no default and
 * there is no demo data.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readSubgraphEnv(environment: NodeJS.ProcessEnv = process.env): SubgraphEnv {
  const env = readEnv(
    {
      NODE_ENV: nodeEnv(),
      HOST: str({ default: '127.0.0.1' }),
      LOG_LEVEL: logLevel(),
      DATA_DIR: str({ default: '.data' }),
      MONGODB_URI: str({ default: '' }),
      MONGODB_PORT: port({ default: 4017 }),
      DATABASE_PREFIX: str({ default: 'setrum_' }),
      IDENTITY_SECRET: sharedSecret({ default: '' }),
      BUSINESS_TIME_ZONE: str({ default: BUSINESS_TIME_ZONE }),
      DEMO_DATA: str({ choices: ['true', 'people', 'false'], default: 'false' }),
    },
    environment,
  )
  const isProduction = env.NODE_ENV === 'production'
  if (isProduction) requireSet({ MONGODB_URI: env.MONGODB_URI, IDENTITY_SECRET: env.IDENTITY_SECRET })
  const dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : join(ROOT, env.DATA_DIR)
  return {
    isProduction,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
    dataDir,
    mongoUri: readableUri(env.MONGODB_URI) || `mongodb://127.0.0.1:${env.MONGODB_PORT}/?directConnection=true`,
    databasePrefix: env.DATABASE_PREFIX,
    identitySecret: env.IDENTITY_SECRET || developmentIdentitySecret(dataDir),
    businessTimeZone: timeZone(env.BUSINESS_TIME_ZONE),
    demoData: isProduction || env.DEMO_DATA === 'false' ? 'none' : env.DEMO_DATA === 'people' ? 'people' : 'all',
    tracing: readTracingEnv(environment),
  }
}

/** Ends a program that loads demo data where everybody could sign in with its passwords. */
export function refuseDemoData({ isProduction }: Pick<SubgraphEnv, 'isProduction'>): void {
  if (!isProduction) return
  console.error('There is no demo data in production: its passwords are known to everybody (NODE_ENV=production).')
  process.exit(1)
}

/** One that the driver cannot read would be tried for ever, as a database that comes later is. */
function readableUri(uri: string): string {
  try {
    // Only reads it; nothing is asked before its `connect`.
    if (uri !== '') new mongoose.mongo.MongoClient(uri)
    return uri
  } catch (cause) {
    throw new EnvError(`MONGODB_URI has a value that cannot be used: ${(cause as Error).message}`)
  }
}

function timeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch (cause) {
    throw new EnvError('BUSINESS_TIME_ZONE has a value that cannot be used: a name such as Asia/Jakarta.', { cause })
  }
}
