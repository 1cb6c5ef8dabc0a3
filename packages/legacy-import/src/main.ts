import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { exitWithMessage, readDatabaseEnv } from '@setrum/subgraph-kit'
import { importOldSystem } from './import-old-system.js'

// `npm run import -- --from mongodb://old-host/ppob [--from …] [--report import-report.json]`
// Copies the old system's rows into the databases of MONGODB_URI. Repeatable; resumes where it was interrupted.
const USAGE = 'Usage: npm run import -- --from mongodb://host/database [--from …] [--report file.json]'

exitWithMessage(USAGE)
const { values } = parseArgs({
  options: { from: { type: 'string', multiple: true }, report: { type: 'string', default: 'import-report.json' } },
})
if (!values.from) {
  console.error(USAGE)
  process.exit(2)
}
const env = readDatabaseEnv()
const reports = await importOldSystem({
  from: values.from,
  to: env.mongoUri,
  databasePrefix: env.databasePrefix,
  timeZone: env.businessTimeZone,
  onResume: (name, isDone) =>
    console.log(
      `${name}: resuming an interrupted run; ${isDone ? 'all rows were read and are' : 'the rows that it had read are'} not read again. Run the import once more to find rows that came or changed since.`,
    ),
  onProgress: (name, { read }, total) => process.stderr.write(`\r${name}: ${read} of ${total}   `),
}).catch((error: Error) => {
  console.error(`\n${error.message}`)
  process.exit(1)
})
process.stderr.write('\n')
for (const { source, name, copied } of reports) {
  const { read, alreadyThere, changedSince, refused, passwords } = copied
  console.log(
    `${source} ${name}: ${read} read, ${copied.copied} copied, ${alreadyThere} there before, ${refused.length} refused`,
  )
  if (changedSince.length > 0)
    console.log(`  ${changedSince.length} of those there before were changed in the old system since, and are not here`)
  if (name === 'user')
    console.log(`  passwords: ${passwords.bcrypt} bcrypt, ${passwords.unknown} unknown (these users need a reset)`)
}
writeFileSync(values.report, `${JSON.stringify(reports, null, 2)}\n`)
if (reports.some(({ copied }) => copied.refused.length > 0 || copied.changedSince.length > 0))
  console.log(`Refused rows with reasons, and changed rows: ${values.report}`)
