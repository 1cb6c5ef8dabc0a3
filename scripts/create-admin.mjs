// npm run create-admin -- --email … --name … --phone …: the first admin, into the database of MONGODB_URI.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT } from './prepare.mjs'

if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
install()
build({ web: false })
const program = join(ROOT, 'subgraphs/users/dist/create-admin-main.js')
process.exitCode = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
