import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const FOLDER = fileURLToPath(new URL('../../dist-playground/', import.meta.url))

/** The editor makes style elements and carries its fonts in its style sheet; scripts and workers are files of ours. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The playground: GraphiQL, built by us and served from our own files, for browsers that open `/graphql`. It needs no
 * internet and asks nobody else anything.
 */
export function playgroundRoutes(
  app: FastifyInstance,
  { isSandboxBiller, logger }: { isSandboxBiller: boolean; logger: Logger },
): void {
  const pageFile = join(FOLDER, 'index.html')
  if (!existsSync(pageFile)) {
    logger.warn('the playground is not built: npm run build:playground -w gateway')
    return
  }
  const page = readFileSync(pageFile, 'utf8')

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/graphql' && isForPlayground(request)) await sendPage(reply, page)
  })
  app.get('/playground/settings.json', async () => ({ isSandboxBiller }))
  const files = readFiles()
  app.get<{ Params: { '*': string } }>('/playground/*', async (request, reply) => {
    const file = files.get(request.params['*'])
    if (!file) return reply.callNotFound()
    return reply
      .type(file.type)
      .header('content-security-policy', POLICY)
      .header('cache-control', 'public, max-age=31536000, immutable') // Vite names files by their content.
      .send(file.content)
  })
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
}

/** All files of the playground, a few megabytes, by their path: what is not in here is not served. */
function readFiles(): Map<string, { type: string; content: Buffer }> {
  const files = new Map<string, { type: string; content: Buffer }>()
  for (const entry of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(entry)]
    if (type) files.set(entry.replaceAll('\\', '/'), { type, content: readFileSync(join(FOLDER, entry)) })
  }
  return files
}

function isForPlayground({ method, headers, query }: FastifyRequest): boolean {
  const hasQuery = typeof query === 'object' && query !== null && 'query' in query
  return method === 'GET' && !hasQuery && (headers.accept ?? '').includes('text/html')
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-cache')
    .send(page)
}
