import { gzipSync } from 'node:zlib'

const KB = 1024

/** How much JavaScript the first load of a page may need, in KB gzip; the dashboard's is before its charts. */
export const LARGEST_KB = { signIn: 290, till: 290, dashboard: 350 }

/**
 * The scripts that the page itself names, each gzipped as it would travel; what is loaded later is not among them.
 * @param request Playwright's, with the cookies of whoever looks
 * @param address the page's whole address
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
