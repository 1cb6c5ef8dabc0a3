// Our gateway with its response cache: a repeated query of one user within a second is a cache hit.
process.env.RESPONSE_CACHE_TTL_MS = '1000'
await import('./ours.mjs')
