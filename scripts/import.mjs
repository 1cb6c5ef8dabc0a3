// npm run import -- --from mongodb://…: copies the rows of the old system, then backfills the columns of its sales.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT } from './prepare.mjs'

if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
install()
build({ web: false })
for (const program of ['packages/legacy-import/dist/main.js', 'subgraphs/transactions/dist/legacy-backfill-main.js']) {
  const { status } = spawnSync(process.execPath, [join(ROOT, program), ...process.argv.slice(2)], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
