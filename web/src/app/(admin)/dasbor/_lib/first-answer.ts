import 'server-only'
import { DashboardDocument, type DashboardQuery } from '@/gen/graphql'
import { askGateway } from '@/lib/session/ask-gateway'
import { accessToken } from '@/lib/session/session-cookies'
import type { dashboardVariables } from './dashboard-variables'

/** Longer than this the page waits for nobody; it then asks by itself, as it does when anything is missing. */
const PATIENCE_MS = 800

export interface FirstAnswer {
  variables: ReturnType<typeof dashboardVariables>
  data: DashboardQuery
}

/** The dashboard's figures, asked for while the browser still loads the page; null when they are not whole or late. */
export async function firstAnswer(variables: FirstAnswer['variables']): Promise<FirstAnswer | null> {
  const token = await accessToken()
  const { data } = await askGateway(DashboardDocument, variables, { accessToken: token, timeoutMs: PATIENCE_MS })
  return data ? { variables, data } : null
}
