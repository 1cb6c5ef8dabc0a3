// Our gateway as a signed-in person has it: the same question a moment later has the answer that was just given.
process.env.RESPONSE_CACHE_TTL_MS = '1000'
await import('./ours.mjs')
