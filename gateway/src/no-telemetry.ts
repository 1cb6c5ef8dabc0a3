// Must be imported before @apollo/gateway: without it the gateway probes cloud metadata at start and posts hourly.
process.env.APOLLO_TELEMETRY_DISABLED = '1'
