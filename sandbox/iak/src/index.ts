export { SANDBOX_ACCOUNT, type SandboxOptions, startIakSandbox } from './server.js'
export type { Settings } from './settings.js'
