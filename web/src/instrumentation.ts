import type { Instrumentation } from 'next'

/** Next.js calls this for each error that reaches the server while it renders a page or runs a route handler. */
export const onRequestError: Instrumentation.onRequestError = async (
  error,
  { path, method },
  { routePath, routeType },
) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { logger } = await import('./lib/logger')
  // The query may contain a customer's number or name.
  const fields = { method, path: path.split('?')[0], routePath, routeType }
  logger.error({ event: 'web.request_failed', err: error, ...fields }, 'a page or route handler failed')
}
