import { exitWithMessage, runMigrations } from '@setrum/subgraph-kit'
import { MIGRATIONS } from './migrations.js'

// `npm run migrate` runs this for each subgraph; so does what starts before it in Compose and Kubernetes.
exitWithMessage()
await runMigrations('users', MIGRATIONS)
