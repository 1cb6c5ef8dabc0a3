import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PLAYGROUND_FOLDER } from '../env.js'

/** The editor creates style elements and embeds fonts as data URLs; scripts and workers are files of this host. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The playground: GraphiQL for browsers that open `/graphql`, served from local files only. */
export function registerPlaygroundRoutes(
  app: FastifyInstance,
  { isSandboxBiller, logger }: { isSandboxBiller: boolean; logger: Logger },
): void {
  const pageFile = join(PLAYGROUND_FOLDER, 'index.html')
  if (!existsSync(pageFile)) {
    logger.warn(
      { event: 'playground.not_built' },
      'the playground is not built: run npm run build:playground -w gateway',
    )
    return
  }
  const page = readFileSync(pageFile, 'utf8')

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/graphql' && isPlaygroundRequest(request)) await sendPage(reply, page)
  })
  app.get('/playground/settings.json', async () => ({ isSandboxBiller }))
  const files = readFiles()
  app.get<{ Params: { '*': string } }>('/playground/*', async (request, reply) => {
    const file = files.get(request.params['*'])
    if (!file) return reply.callNotFound()
    return reply
      .type(file.type)
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('cache-control', 'public, max-age=31536000, immutable') // Vite's file names contain a content hash.
      .send(file.content)
  })
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
}

/** Loads all playground files (a few megabytes) by path; other paths are never served. */
function readFiles(): Map<string, { type: string; content: Buffer }> {
  const files = new Map<string, { type: string; content: Buffer }>()
  for (const entry of readdirSync(PLAYGROUND_FOLDER, { recursive: true, encoding: 'utf8' })) {
    const type = CONTENT_TYPES[extname(entry)]
    if (type) files.set(entry.replaceAll('\\', '/'), { type, content: readFileSync(join(PLAYGROUND_FOLDER, entry)) })
  }
  return files
}

function isPlaygroundRequest({ method, headers, query }: FastifyRequest): boolean {
  const hasQuery = typeof query === 'object' && query !== null && 'query' in query
  return method === 'GET' && !hasQuery && (headers.accept ?? '').includes('text/html')
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', 'no-cache')
    .send(page)
}
