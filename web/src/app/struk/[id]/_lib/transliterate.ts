/** Characters that printers lack and Unicode does not decompose, by what replaces them. */
const REPLACEMENTS: readonly [pattern: RegExp, ascii: string][] = [
  [/[\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2032\u00b4`]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/g, '"'],
  [/[\p{Pd}\u2212]/gu, '-'],
  [/[\u2022\u00b7\u2027]/g, '*'],
  [/\u00d7/g, 'x'],
  [/[\u00d0\u0110]/g, 'D'],
  [/[\u00f0\u0111]/g, 'd'],
  [/\u0141/g, 'L'],
  [/\u0142/g, 'l'],
  [/\u00d8/g, 'O'],
  [/\u00f8/g, 'o'],
  [/\u0131/g, 'i'],
  [/\u00df/g, 'ss'],
  [/\u00c6/g, 'AE'],
  [/\u00e6/g, 'ae'],
  [/\u0152/g, 'OE'],
  [/\u0153/g, 'oe'],
  [/\p{Cf}/gu, ''],
  [/\s/g, ' '],
]

/**
 * A text in the letters that every receipt printer and PDF font has: ASCII for Latin letters and punctuation. Letters of
 * other scripts stay.
 */
export function transliterate(text: string): string {
  // Before the decomposition, which would make a blank with an accent from an acute accent.
  const replaced = REPLACEMENTS.reduce((it, [pattern, ascii]) => it.replace(pattern, ascii), text)
  return replaced.normalize('NFKD').replace(/\p{Mn}/gu, '')
}
