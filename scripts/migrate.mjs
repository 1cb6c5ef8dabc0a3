// npm run migrate: brings the databases of MONGODB_URI to what this version needs, each by its subgraph's migrations.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT } from './prepare.mjs'

if (process.argv.length > 2) {
  console.error('It takes no arguments, and there is no way down: what a migration did wrong, another one puts right.')
  process.exit(2)
}
if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
install()
build({ web: false })
const { SUBGRAPHS } = await import('./subgraphs.mjs')
// Each owns its database: that one fails does not keep the others from theirs.
const failed = SUBGRAPHS.filter(
  ({ name }) =>
    spawnSync(process.execPath, [`subgraphs/${name}/dist/migrate-main.js`], { cwd: ROOT, stdio: 'inherit' }).status !==
    0,
)
process.exitCode = failed.length > 0 ? 1 : 0
