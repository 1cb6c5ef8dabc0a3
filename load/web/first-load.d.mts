import type { APIRequestContext } from '@playwright/test'

export declare const MAX_FIRST_LOAD_KB: { signIn: number; till: number; dashboard: number }
export declare function measureFirstLoad(
  request: APIRequestContext,
  address: string,
): Promise<{ kb: number; files: number }>
