import { exitWithMessage, runAuditVerification } from '@setrum/subgraph-kit'
import { readUsersEnv } from './env.js'

exitWithMessage()
await runAuditVerification(readUsersEnv())
