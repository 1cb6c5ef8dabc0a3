/** A base for resolving: another site in an address changes the origin. */
const HOME = 'http://home.invalid'

/** The page after sign-in: a path of this app, never another site, parsed as the browser does; `/` otherwise. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || !URL.canParse(text, HOME)) return '/'
  return new URL(text, HOME).origin === HOME ? text : '/'
}
