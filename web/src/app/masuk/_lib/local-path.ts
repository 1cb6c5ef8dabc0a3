/** Only to see whether an address stays where it is resolved. */
const HOME = 'http://home.invalid'

/** Where to go after signing in: a path of our own, never another site, as the browser itself would read it. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || !URL.canParse(text, HOME)) return '/'
  return new URL(text, HOME).origin === HOME ? text : '/'
}
