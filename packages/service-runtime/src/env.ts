import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { cleanEnv, makeValidator, str, type ValidatorSpec } from 'envalid'
import { levels } from 'pino'

export { bool, port, str } from 'envalid'

/** `prod` must not mean development by not being `production`. */
export const nodeEnv = () => str({ choices: ['development', 'test', 'production'], default: 'development' })

export const logLevel = () => str({ choices: [...Object.values(levels.labels), 'silent'], default: 'info' })

/** An address by HTTP; URL alone takes `users:4001` for one as well. */
export const httpUrl = makeValidator<string>((text) => {
  if (/^https?:\/\/./.test(text) && URL.canParse(text)) return text
  throw new Error('an address such as http://127.0.0.1:4001.')
})

/** A number, the whole text of it: envalid's own reads `35s` as 35. */
export const num = makeValidator<number>((text) => {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new Error('a number.')
})

/** How long something may take. It is no more than a timer can hold, which would go off at once. */
export const milliseconds = makeValidator<number>((text) => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new Error('milliseconds, as a whole number from 1 to 999999999.')
})

/** A shorter shared secret could be guessed. */
const SECRET_LENGTH = 32

export const sharedSecret = makeValidator<string>((text) => {
  if (text.length >= SECRET_LENGTH) return text
  throw new Error(`at least ${SECRET_LENGTH} characters.`)
})

/** Proxies whose X-Forwarded-For is trusted, as Fastify reads them: names of ranges, addresses, or subnets. */
export const trustedProxies = makeValidator<string>((text) => {
  const isKnown = (part: string) => {
    const [address = '', bits = '0', more] = part.trim().split('/')
    const most = isIP(address) === 6 ? 128 : 32
    return isIP(address) > 0 && /^\d+$/.test(bits) && Number(bits) <= most && more === undefined
  }
  const isRange = (part: string) => ['loopback', 'linklocal', 'uniquelocal'].includes(part.trim())
  if (text.split(',').every((part) => isRange(part) || isKnown(part))) return text
  throw new Error('loopback, linklocal, uniquelocal, addresses or subnets such as 10.0.0.0/8, with commas between.')
})

/** An invalid environment; the message has one sentence for each variable. */
export class EnvError extends Error {
  override name = 'EnvError'
}

/**
 * Reads and checks the environment of a process, once, at its start.
 *
 * A secret can be given as a file: `IAK_API_KEY_FILE=/run/secrets/iak` is read in place of `IAK_API_KEY`.
 * @param spec one envalid validator per variable
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readEnv<T>(
  spec: { [K in keyof T]: ValidatorSpec<T[K]> },
  environment: NodeJS.ProcessEnv = process.env,
): Readonly<T> {
  const values: NodeJS.ProcessEnv = { ...environment }
  for (const name of Object.keys(spec)) {
    const file = environment[`${name}_FILE`]
    if (file) values[name] = readSecret(name, file)
    // An empty line in .env means "not set".
    if (values[name] === '') delete values[name]
  }
  return cleanEnv(values, spec, {
    reporter: ({ errors }) => {
      const sentences = Object.entries(errors).map(([name, error]) => sentence(name, error as Error))
      if (sentences.length > 0) throw new EnvError(sentences.join('\n'))
    },
  }) as unknown as Readonly<T>
}

/** Requires variables that have no default in production. @throws EnvError naming each missing one */
export function requireSet(values: Readonly<Record<string, string>>): void {
  const missing = Object.keys(values).filter((name) => values[name] === '')
  if (missing.length > 0) {
    throw new EnvError(missing.map((name) => `${name} is not set, and it has no default in production.`).join('\n'))
  }
}

function readSecret(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new EnvError(`${name}_FILE names ${file}, which cannot be read.`, { cause })
  }
}

function sentence(name: string, error: Error): string {
  return error.name === 'EnvMissingError'
    ? `${name} is not set, and it has no default here. ${error.message}`
    : `${name} has a value that cannot be used: ${error.message}`
}
