// Programs on the databases at MONGODB_URI, after installing and building:
//   npm run migrate                                        the migrations of each subgraph
//   npm run seed                                           demo users, shifts and sales, into empty databases
//   npm run create-admin -- --email … --name … --phone …   the first admin
//   npm run import -- --from mongodb://…                   the rows of the old system, then the columns of its sales
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT } from './build.mjs'

const [command, ...args] = process.argv.slice(2)
const COMMANDS = { migrate, seed, 'create-admin': createAdmin, import: importOldSystem }
if (!Object.hasOwn(COMMANDS, command)) {
  console.error(`Usage: database.mjs ${Object.keys(COMMANDS).join('|')}`)
  process.exit(2)
}
if (command === 'migrate' && args.length > 0) {
  console.error('migrate takes no arguments. Migrations only go forward: correct a wrong one with a new one.')
  process.exit(2)
}
if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
install()
build({ web: false, bundles: false })
process.exitCode = await COMMANDS[command]()

async function migrate() {
  // The databases are independent: a failure in one does not stop the others.
  const statuses = (await subgraphNames()).map((name) => run(`subgraphs/${name}/dist/migrate-main.js`))
  return statuses.every((status) => status === 0) ? 0 : 1
}

async function seed() {
  for (const name of await subgraphNames()) {
    const status = run(`subgraphs/${name}/dist/seed-main.js`)
    if (status !== 0) return status
    console.log(`${name}: done`)
  }
  return 0
}

function createAdmin() {
  return run('subgraphs/users/dist/create-admin-main.js', args)
}

function importOldSystem() {
  const status = run('packages/legacy-import/dist/main.js', args)
  return status === 0 ? run('subgraphs/transactions/dist/legacy-backfill-main.js', args) : status
}

/** Runs a program. @returns its exit code */
function run(program, options = []) {
  return spawnSync(process.execPath, [join(ROOT, program), ...options], { stdio: 'inherit' }).status ?? 1
}

async function subgraphNames() {
  const { SUBGRAPH_NAMES } = await import('../packages/api-contract/dist/index.js')
  return SUBGRAPH_NAMES
}
