import type { APIResponse, BrowserContext, Page, Response, Route } from '@playwright/test'

/** A promise that the test resolves with `open`. */
export function makeGate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** Records requests of a page to hosts other than its own. */
export function recordExternalRequests(page: Page, origin: string): string[] {
  const { host: ownHost } = new URL(origin)
  const external: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== ownHost) external.push(request.url())
  })
  return external
}

type Variables = Record<string, unknown>

/** Intercepts one operation of the page; `route.fallback()` forwards it. */
export async function intercept(
  page: Page,
  operation: string,
  handle: (route: Route, variables: Variables) => Promise<unknown>,
): Promise<void> {
  await page.route('**/graphql', async (route) => {
    const { operationName, variables } = route.request().postDataJSON() ?? {}
    await (operationName === operation ? handle(route, variables) : route.fallback())
  })
}

/** Fetches the server's response. Retries once: a request on a closing connection never arrived. */
export function fetchFromServer(route: Route): Promise<APIResponse> {
  return route.fetch({ maxRetries: 1 })
}

/** Ends interception after a test; requests still intercepted must not fail it. */
export async function stopIntercepting(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })))
}

/** Error code of the gateway for an unregistered operation hash; nothing was executed. */
const PERSISTED_QUERY_NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND'

/** Waits for the complete response to an operation. */
export function waitForResponseTo(
  page: Page,
  operation: string,
  isMatch: (variables: Variables) => boolean = () => true,
): Promise<Response> {
  return page.waitForResponse(async (response) => {
    if (!response.url().endsWith('/graphql')) return false
    const { operationName, variables } = response.request().postDataJSON() ?? {}
    if (operationName !== operation || !isMatch(variables)) return false
    // Response bodies are gone once the page navigates.
    return !(await response.text().catch(() => PERSISTED_QUERY_NOT_FOUND)).includes(PERSISTED_QUERY_NOT_FOUND)
  })
}

export async function respondWithError(route: Route, code: string, message: string): Promise<void> {
  await route.fulfill({ json: { data: null, errors: [{ message, extensions: { code } }] } })
}

/** Forwards an operation to the server and drops its responses until `stop`. */
export async function loseResponsesTo(page: Page, operation: string) {
  const sent: string[] = []
  let isLost = true
  await intercept(page, operation, async (route, variables) => {
    sent.push(JSON.stringify(variables))
    if (!isLost) return route.fallback()
    const response = await fetchFromServer(route)
    // Nothing was executed: let the client send the full text.
    if ((await response.text()).includes(PERSISTED_QUERY_NOT_FOUND)) return route.fulfill({ response })
    await route.abort('connectionreset')
  })
  return {
    /** Variables of each request, as JSON. */
    sent,
    stop: () => {
      isLost = false
    },
  }
}
