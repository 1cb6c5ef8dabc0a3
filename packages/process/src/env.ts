import { readFileSync } from 'node:fs'
import { cleanEnv, type ValidatorSpec } from 'envalid'

export { bool, num, port, str, url } from 'envalid'

/** What `readEnv` refuses: `message` is a sentence per variable, each naming it. */
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
    // An empty line in .env means "not set", as people expect.
    if (values[name] === '') delete values[name]
  }
  return cleanEnv(values, spec, {
    reporter: ({ errors }) => {
      const sentences = Object.entries(errors).map(([name, error]) => sentence(name, error as Error))
      if (sentences.length > 0) throw new EnvError(sentences.join('\n'))
    },
  }) as unknown as Readonly<T>
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
