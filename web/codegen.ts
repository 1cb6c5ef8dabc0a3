import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Supergraph } from '@apollo/federation-internals'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { type DocumentNode, Kind, printSchema, type SelectionSetNode, visit } from 'graphql'

const supergraph = readFileSync(fileURLToPath(new URL('../supergraph.graphql', import.meta.url)), 'utf8')

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const

/** Adds `__typename` as Apollo Client does before sending, so that the hashes in the manifest match. */
function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: (node, _key, parent): SelectionSetNode | undefined => {
      const isRoot = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
      const isThere = node.selections.some((it) => it.kind === Kind.FIELD && it.name.value === '__typename')
      return isRoot || isThere ? undefined : { ...node, selections: [...node.selections, TYPENAME] }
    },
  })
}

// Operations are in .graphql files beside the components that send them.
const config: CodegenConfig = {
  // The clients' schema: without federation's own types and inaccessible fields.
  schema: printSchema(Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema()),
  documents: ['src/**/*.graphql'],
  generates: {
    'src/gen/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
        // The manifest of the operations this app sends, for a gateway that runs no others.
        persistedDocuments: true,
        // A barrel would pull every document into every page.
        skipIndexFile: true,
      },
      documentTransforms: [
        {
          transform: ({ documents }) =>
            documents.map((file) => (file.document ? { ...file, document: withTypenames(file.document) } : file)),
        },
      ],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: { ID: 'string', DateTime: 'string', LocalDate: 'string', LocalTime: 'string', Rupiah: 'number' },
        immutableTypes: false,
        dedupeFragments: true,
      },
    },
  },
}

export default config
