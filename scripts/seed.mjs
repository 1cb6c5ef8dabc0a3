// npm run seed: writes demo users, shifts and sales to the empty databases at MONGODB_URI.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, ROOT, runOrExit } from './prepare.mjs'

if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
install()
build({ web: false })
const { SUBGRAPHS } = await import('./subgraphs.mjs')
for (const { name } of SUBGRAPHS) {
  runOrExit(`${name} seeded`, process.execPath, [`subgraphs/${name}/dist/seed-main.js`])
  console.log(`${name}: done`)
}
