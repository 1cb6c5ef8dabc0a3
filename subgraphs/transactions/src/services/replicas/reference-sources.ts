import { callSubgraph } from '@setrum/subgraph-kit'
import { z } from 'zod'

/** Where copies come from. Handed in, so that tests can be the owner. */
export interface ReferenceSources {
  shifts: () => Promise<unknown[]>
  people: () => Promise<unknown[]>
  products: () => Promise<unknown[]>
}

const rowsUnder = <K extends string>(name: K, data: unknown): unknown[] =>
  z.object({ [name]: z.array(z.unknown()) }).parse(data)[name] ?? []

/** Asks the sister subgraphs, as ourselves. */
export function subgraphSources(options: { usersUrl: string; masterUrl: string; secret: string }): ReferenceSources {
  const ask = async (to: 'users' | 'master', field: string, selection: string) =>
    rowsUnder(
      field,
      await callSubgraph({
        service: 'transactions',
        to,
        url: to === 'users' ? options.usersUrl : options.masterUrl,
        query: `query Copy { ${field} { ${selection} } }`,
        secret: options.secret,
        timeoutMs: 2_000,
      }),
    )
  return {
    shifts: () => ask('master', 'shifts', 'id name startAt endAt active'),
    people: () => ask('users', 'staff', 'id name active role shiftId'),
    products: () => ask('master', 'products', 'code type name nominal cost price active'),
  }
}
