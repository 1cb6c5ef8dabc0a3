// Mercurius composes the schemas itself, by federation 1: types of other subgraphs are extensions with external keys.
import { Kind, parse, print, visit } from 'graphql'

const FEDERATION_TWO = new Set(['link', 'shareable', 'tag', 'inaccessible', 'override', 'cost', 'listSize'])
const OWNERS = { User: 'employeeNumber', Shift: 'startAt', Product: 'name', Transaction: 'invoice' }

/** A subgraph's schema in federation 1. The subgraph with the field in OWNERS owns the type. */
export function federationOneSdl(sdl) {
  const hidden = (node) => node.directives?.some(({ name }) => name.value === 'inaccessible')
  const document = visit(parse(sdl), {
    SchemaExtension: () => null,
    FieldDefinition: (node) => (hidden(node) ? null : undefined),
    Directive: (node) => (FEDERATION_TWO.has(node.name.value) ? null : withoutResolvable(node)),
    ObjectTypeDefinition: {
      leave(node) {
        const owned = OWNERS[node.name.value]
        if (['Query', 'Mutation'].includes(node.name.value)) return { ...node, kind: Kind.OBJECT_TYPE_EXTENSION }
        if (!owned || node.fields.some(({ name }) => name.value === owned)) return undefined
        const fields = node.fields.map((field, index) => (index === 0 ? external(field) : field))
        return { ...node, kind: Kind.OBJECT_TYPE_EXTENSION, fields, description: undefined }
      },
    },
  })
  return print(document)
}

function withoutResolvable(node) {
  return { ...node, arguments: node.arguments?.filter(({ name }) => name.value !== 'resolvable') }
}

function external(field) {
  return { ...field, directives: [{ kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'external' } }] }
}
