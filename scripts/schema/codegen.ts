import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { parse } from 'yaml'
import { z } from 'zod'

// Generates the resolver types of each subgraph's schema, and the types of operations between services from
// <service>/src/operations/<target subgraph>/*.graphql. supergraph.yaml lists the subgraphs; codegen.json of a subgraph maps
// schema types to its models.
const { subgraphs } = z
  .object({ subgraphs: z.record(z.string(), z.unknown()) })
  .parse(parse(readFileSync('supergraph.yaml', 'utf8')))
const names = Object.keys(subgraphs)
const settings = z.object({ mappers: z.record(z.string(), z.string()) })

const scalars = {
  ID: 'string',
  DateTime: { input: 'Date', output: 'Date' },
  LocalDate: 'string',
  LocalTime: 'string',
  Rupiah: 'number',
  _FieldSet: 'string',
  link__Import: 'unknown',
  federation__FieldSet: 'string',
}

const resolverTypes = (name: string): CodegenConfig['generates'] => ({
  [`subgraphs/${name}/src/generated/resolvers.ts`]: {
    schema: `subgraphs/${name}/schema.graphql`,
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      emitLegacyCommonJSImports: false,
      contextType: '../context.js#Context',
      scalars,
      mappers: settings.parse(JSON.parse(readFileSync(`subgraphs/${name}/codegen.json`, 'utf8'))).mappers,
      strictScalars: true,
      maybeValue: 'T | null',
      inputMaybeValue: 'T | null | undefined',
    },
  },
})

/** Scalars as they travel: an instant is text. */
const wireScalars = { ...scalars, DateTime: 'string' }

const operationTypes = (service: string): CodegenConfig['generates'] => {
  const folder = `${service}/src/operations`
  const targets = existsSync(folder) ? readdirSync(folder) : []
  return Object.fromEntries(
    targets.map((target) => [
      `${service}/src/generated/${target}-operations.ts`,
      {
        schema: `subgraphs/${target}/schema.graphql`,
        documents: `${folder}/${target}/*.graphql`,
        plugins: ['typescript-operations', 'typed-document-node'],
        config: {
          useTypeImports: true,
          enumsAsTypes: true,
          documentMode: 'string',
          scalars: wireScalars,
          strictScalars: true,
          maybeValue: 'T | null',
        },
      },
    ]),
  )
}

const services = [...names.map((name) => `subgraphs/${name}`), 'gateway']
const config: CodegenConfig = {
  generates: Object.assign({}, ...names.map(resolverTypes), ...services.map(operationTypes)),
}

export default config
