// npm run migrate: runs the migrations of each subgraph on its database at MONGODB_URI.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT } from './prepare.mjs'

if (process.argv.length > 2) {
  console.error('migrate takes no arguments. Migrations only go forward: correct a wrong one with a new one.')
  process.exit(2)
}
if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
install()
build({ web: false })
const { SUBGRAPHS } = await import('./subgraphs.mjs')
// The databases are independent: a failure in one does not stop the others.
const failed = SUBGRAPHS.filter(
  ({ name }) =>
    spawnSync(process.execPath, [`subgraphs/${name}/dist/migrate-main.js`], { cwd: ROOT, stdio: 'inherit' }).status !==
    0,
)
process.exitCode = failed.length > 0 ? 1 : 0
