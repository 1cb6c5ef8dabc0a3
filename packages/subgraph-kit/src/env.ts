import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { developmentIdentitySecret } from '@setrum/identity'
import { EnvError, logLevel, nodeEnv, port, readEnv, requireSet, sharedSecret, str } from '@setrum/service-runtime'
import { BUSINESS_TIME_ZONE } from '@setrum/units'
import mongoose from 'mongoose'

/** The folder of the whole repository: this file is three levels below it, in src/ as in dist/. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Demo data for an empty database: all, users and shifts only, or none. */
export type DemoData = 'all' | 'users' | 'none'

/** Environment of a program that only uses the databases. */
export interface DatabaseEnv {
  isProduction: boolean
  mongoUri: string
  /** Begins the name of every database of the system. */
  databasePrefix: string
  businessTimeZone: string
}

/** Environment that all subgraphs share. */
export interface SubgraphEnv extends DatabaseEnv {
  host: string
  logLevel: string
  /** Absolute. */
  dataDir: string
  /** Shared by the gateway and all subgraphs. */
  identitySecret: string
  demoData: DemoData
}

const DATABASE = {
  NODE_ENV: nodeEnv(),
  MONGODB_URI: str({ default: '' }),
  MONGODB_PORT: port({ default: 4017 }),
  DATABASE_PREFIX: str({ default: 'setrum_' }),
  BUSINESS_TIME_ZONE: str({ default: BUSINESS_TIME_ZONE }),
}

/**
 * Reads the environment of a program that only uses the databases; it requires no other secrets.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readDatabaseEnv(environment: NodeJS.ProcessEnv = process.env): DatabaseEnv {
  const env = readEnv(DATABASE, environment)
  if (env.NODE_ENV === 'production') requireSet({ MONGODB_URI: env.MONGODB_URI })
  return databaseOf(env)
}

/**
 * Reads the part of the environment that all subgraphs share. In production addresses and secrets have no default and
 * there is no demo data.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readSubgraphEnv(environment: NodeJS.ProcessEnv = process.env): SubgraphEnv {
  const env = readEnv(
    {
      ...DATABASE,
      HOST: str({ default: '127.0.0.1' }),
      LOG_LEVEL: logLevel(),
      DATA_DIR: str({ default: '.data' }),
      IDENTITY_SECRET: sharedSecret({ default: '' }),
      DEMO_DATA: str({ choices: ['true', 'users', 'false'], default: 'false' }),
    },
    environment,
  )
  const database = databaseOf(env)
  const { isProduction } = database
  if (isProduction) requireSet({ MONGODB_URI: env.MONGODB_URI, IDENTITY_SECRET: env.IDENTITY_SECRET })
  const dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : join(ROOT, env.DATA_DIR)
  return {
    ...database,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
    dataDir,
    identitySecret: env.IDENTITY_SECRET || developmentIdentitySecret(dataDir),
    demoData: isProduction || env.DEMO_DATA === 'false' ? 'none' : env.DEMO_DATA === 'users' ? 'users' : 'all',
  }
}

function databaseOf(
  env: Readonly<Record<Exclude<keyof typeof DATABASE, 'MONGODB_PORT'>, string> & { MONGODB_PORT: number }>,
): DatabaseEnv {
  return {
    isProduction: env.NODE_ENV === 'production',
    mongoUri: readableUri(env.MONGODB_URI) || `mongodb://127.0.0.1:${env.MONGODB_PORT}/?directConnection=true`,
    databasePrefix: env.DATABASE_PREFIX,
    businessTimeZone: timeZone(env.BUSINESS_TIME_ZONE),
  }
}

/** Ends a program that would load demo data in production: its passwords are public. */
export function refuseDemoData({ isProduction }: Pick<SubgraphEnv, 'isProduction'>): void {
  if (!isProduction) return
  console.error('Demo data cannot be loaded in production: its passwords are public (NODE_ENV=production).')
  process.exit(1)
}

/** The driver would retry an invalid URI for ever, like a database that starts later. */
function readableUri(uri: string): string {
  try {
    // Only parses it; the client connects later.
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
