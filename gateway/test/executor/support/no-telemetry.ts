// Must be imported before @apollo/gateway: without this it probes cloud metadata at start and posts hourly.
process.env.APOLLO_TELEMETRY_DISABLED = '1'
