import type { Viewer } from '@setrum/identity'

/** Events with the note of a person. */
const BY_PERSON: ReadonlySet<string> = new Set(['MANUAL_RESOLUTION', 'CORRECTION', 'REVIEW'])

/**
 * The note of an event for an employee. Cost and profit must not reach employees: notes of other people and the claims of
 * callbacks may hold them, and so may amounts in texts of the biller.
 */
export function noteForEmployee(
  { type, actor, note }: { type: string; actor: string; note?: string | null },
  viewer: Viewer,
): string | null {
  if (BY_PERSON.has(type)) return 'userId' in viewer && viewer.userId === actor ? (note ?? null) : null
  return type === 'CALLBACK' ? null : withoutAmounts(note)
}

/** A text of the biller without numbers of four digits or more, separated by dots, commas or blanks or not. */
export function withoutAmounts(text: string | null | undefined): string | null {
  return text?.replace(/\d(?:[.,\s]?\d){3,}/g, '…') ?? null
}
