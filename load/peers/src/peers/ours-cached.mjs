// Our gateway with the response cache.
process.env.RESPONSE_CACHE_TTL_MS = '1000'
await import('./ours.mjs')
