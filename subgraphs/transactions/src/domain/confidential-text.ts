import type { Viewer } from '@setrum/identity'

/** Events with the note of a person. */
const BY_PERSON: ReadonlySet<string> = new Set(['MANUAL_RESOLUTION', 'CORRECTION', 'REVIEW'])

/**
 * The note of an event for an employee. Cost and profit must not reach employees: notes of other people and the claims of
 * callbacks may hold them, and so may any number in a text of the biller.
 */
export function noteForEmployee(
  { type, actor, note, code }: { type: string; actor: string; note?: string | null; code?: string | null },
  viewer: Viewer,
): string | null {
  if (BY_PERSON.has(type)) return 'userId' in viewer && viewer.userId === actor ? (note ?? null) : null
  if (type === 'CALLBACK') return null
  // The number of an attempt is ours.
  if (type === 'SENT') return note ?? null
  const responseCode = code?.split('/')[1] ?? ''
  return note?.startsWith(responseCode)
    ? `${responseCode}${withoutNumbers(note.slice(responseCode.length))}`
    : withoutNumbers(note)
}

/** A text of the biller without its numbers, grouped by dots, commas or blanks or not. */
export function withoutNumbers(text: string): string
export function withoutNumbers(text: string | null | undefined): string | null
export function withoutNumbers(text: string | null | undefined): string | null {
  return text?.replace(/\d(?:[.,\s]*\d)*/g, '…') ?? null
}
