import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { num, readEnv, str } from '@setrum/process'
import { importOldSystem } from './import-old-system.js'

// `npm run import -- --from mongodb://old-host/ppob [--from …] [--report import-report.json]`
// Copies the old system's rows into the databases of MONGODB_URI. Repeatable; goes on where it was interrupted.
const USAGE = 'Usage: npm run import -- --from mongodb://host/database [--from …] [--report file.json]'

const { values } = parseArgs({
  options: { from: { type: 'string', multiple: true }, report: { type: 'string', default: 'import-report.json' } },
})
const env = readEnv({
  MONGODB_URI: str({ default: '' }),
  MONGODB_PORT: num({ default: 4017 }),
  DATABASE_PREFIX: str({ default: 'setrum_' }),
  BUSINESS_TIME_ZONE: str({ default: 'Asia/Jakarta' }),
})

if (!values.from) {
  console.error(USAGE)
  process.exit(2)
}
const reports = await importOldSystem({
  from: values.from,
  to: env.MONGODB_URI || `mongodb://127.0.0.1:${env.MONGODB_PORT}/?directConnection=true`,
  databasePrefix: env.DATABASE_PREFIX,
  timeZone: env.BUSINESS_TIME_ZONE,
  onProgress: (name, { read }, total) => process.stderr.write(`\r${name}: ${read} of ${total}   `),
}).catch((error: Error) => {
  console.error(`\n${error.message}`)
  process.exit(1)
})
process.stderr.write('\n')
for (const { source, name, copied } of reports) {
  const { read, alreadyThere, refused, passwords } = copied
  console.log(
    `${source} ${name}: ${read} read, ${copied.copied} copied, ${alreadyThere} there before, ${refused.length} refused`,
  )
  if (name === 'user')
    console.log(`  passwords: ${passwords.bcrypt} bcrypt, ${passwords.unknown} unknown (these people need a reset)`)
}
writeFileSync(values.report, `${JSON.stringify(reports, null, 2)}\n`)
const refused = reports.reduce((sum, { copied }) => sum + copied.refused.length, 0)
if (refused > 0) console.log(`What was refused and why: ${values.report}`)
