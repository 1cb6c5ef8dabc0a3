import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql'
import { badInput, type DomainError } from './errors/domain-error.js'

/** More than any field accepts; fields have their own, smaller limits. */
const MAX_TEXT_LENGTH = 5_000

/** Control characters except tab and line breaks, and lone surrogates: databases and printers do not accept them. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u

/** Whether a text from outside can be stored, searched and printed. */
export function isPlainText(text: string): boolean {
  return text.length <= MAX_TEXT_LENGTH && !FORBIDDEN.test(text)
}

/**
 * Makes every field of a subgraph check the texts of its arguments before its resolver runs.
 * @returns the same schema
 */
export function checkTextInputs(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      // Representations come from other subgraphs, not from clients.
      if (field.args.length === 0 || field.name === '_entities') continue
      const { resolve = defaultFieldResolver } = field
      field.resolve = (source, args, context, info) => {
        const invalid = findInvalidText(args)
        if (invalid) throw invalidText(invalid)
        return resolve(source, args, context, info)
      }
    }
  }
  return schema
}

/** The path of the first text that is not plain, such as `filter.search`; null when there is none. */
function findInvalidText(value: unknown): string[] | null {
  if (typeof value === 'string') return isPlainText(value) ? null : []
  if (typeof value !== 'object' || value === null) return null
  for (const [name, member] of Object.entries(value)) {
    const path = findInvalidText(member)
    if (path) return [name, ...path]
  }
  return null
}

/** Like the errors of single fields, it names a member of an input object without the argument. */
function invalidText([argument = '', ...members]: string[]): DomainError {
  const field = members.length > 0 ? members.join('.') : argument
  return badInput(field, {
    id: `Masukan "${field}" tidak boleh berisi karakter kendali atau lebih dari 5.000 karakter.`,
    en: `The input "${field}" must not have control characters or more than 5,000 characters.`,
  })
}
