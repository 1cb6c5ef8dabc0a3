import { type ConstDirectiveNode, Kind, parse } from 'graphql'

/** The root query fields that wait for the biller: those that the supergraph tags `biller`. */
export function readBillerQueries(supergraphSdl: string): ReadonlySet<string> {
  const names = parse(supergraphSdl, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query' && node.fields
      ? node.fields.filter((field) => field.directives?.some(isBillerTag)).map((field) => field.name.value)
      : [],
  )
  return new Set(names)
}

function isBillerTag({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'tag' &&
    given.some((one) => one.name.value === 'name' && one.value.kind === Kind.STRING && one.value.value === 'biller')
  )
}
