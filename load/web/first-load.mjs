import { gzipSync } from 'node:zlib'

const KB = 1024

/** Limits of the JavaScript of a page's first load, in KB gzip; the dashboard's excludes its charts. */
export const MAX_FIRST_LOAD_KB = { signIn: 290, till: 290, dashboard: 350 }

/**
 * Measures the scripts named in a page's HTML, gzipped; excludes scripts loaded later.
 * @param request Playwright's request context, with the session's cookies
 * @param address absolute URL of the page
 */
export async function measureFirstLoad(request, address) {
  const html = await (await request.get(address)).text()
  const sources = new Set([...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"[^>]*>/g)].map(([, source]) => source))
  let bytes = 0
  for (const source of sources) {
    if (html.includes(`src="${source}" noModule`)) continue
    const script = await request.get(new URL(source, address).href)
    bytes += gzipSync(await script.body()).length
  }
  return { kb: Math.round((bytes / KB) * 10) / 10, files: sources.size }
}
