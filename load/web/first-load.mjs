import { gzipSync } from 'node:zlib'

const KB = 1024

/** JavaScript budget for the first load of each page, in KB gzip; the dashboard's excludes its charts. */
export const LARGEST_KB = { signIn: 290, till: 290, dashboard: 350 }

/**
 * Size of the scripts named in the page's HTML, each gzipped; scripts loaded later are not included.
 * @param request Playwright's request context, with the session cookies
 * @param address the page's absolute URL
 */
export async function firstLoadScripts(request, address) {
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
