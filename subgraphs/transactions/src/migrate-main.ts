import { exitWithMessage, runMigrations } from '@setrum/subgraph-kit'
import { MIGRATIONS } from './prepare.js'

// `npm run migrate` and the migration containers of Compose and Kubernetes run this.
exitWithMessage()
await runMigrations('transactions', MIGRATIONS)
