export { SANDBOX_ACCOUNT, type SandboxOptions, startIakSandbox } from './server.js'
