// A profile is written when a process ends by itself.
process.once('SIGTERM', () => process.exit(0))
