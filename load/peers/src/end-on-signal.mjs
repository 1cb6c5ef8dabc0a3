// Node writes a CPU profile only on a regular exit.
process.once('SIGTERM', () => process.exit(0))
