import { badInput } from '@setrum/subgraph-kit'

/** Where a transaction stands in a list, newest first: by its key, so that new ones move nothing. */
export interface Cursor {
  createdAt: Date
  id: string
}

export function cursorOf({ createdAt, id }: Cursor): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url')
}

/** @throws BAD_USER_INPUT for anything that `cursorOf` did not write */
export function readCursor(text: string): Cursor {
  const [, ms, id] = /^(\d{1,15})\.([0-9a-f]{24})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (ms === undefined || id === undefined) {
    throw badInput('after', { id: 'Penanda halaman tidak sah.', en: 'The cursor is not valid.' })
  }
  return { createdAt: new Date(Number(ms)), id }
}
