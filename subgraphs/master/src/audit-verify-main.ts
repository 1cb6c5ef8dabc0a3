import { exitWithMessage, runAuditVerification } from '@setrum/subgraph-kit'
import { readMasterEnv } from './env.js'

exitWithMessage()
await runAuditVerification(readMasterEnv())
