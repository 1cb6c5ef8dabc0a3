import { badInput } from '@setrum/subgraph-kit'

const LONGEST = 60

/** A shift's name without blanks around it. @throws BAD_USER_INPUT unless it has 1 to 60 characters, all printable */
export function readShiftName(text: string): string {
  const name = text.trim()
  if (name.length === 0 || name.length > LONGEST || /\p{Cc}/u.test(name)) {
    throw badInput('name', {
      id: `Nama jam kerja harus 1 sampai ${LONGEST} huruf.`,
      en: `The name of a shift must have 1 to ${LONGEST} characters.`,
    })
  }
  return name
}
