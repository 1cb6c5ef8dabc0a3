import type { APIRequestContext } from '@playwright/test'

export declare const LARGEST_KB: { signIn: number; till: number; dashboard: number }
export declare function firstLoadScripts(
  request: APIRequestContext,
  address: string,
): Promise<{ kb: number; files: number }>
