import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { exitWithMessage, readDatabaseEnv } from '@setrum/subgraph-kit'
import { type ProgressBar, startProgressBar } from '@setrum/subgraph-kit/progress-bar'
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
/** Of the collection that is being copied. */
let bar: { name: string; progress: ProgressBar } | null = null
const reports = await importOldSystem({
  from: values.from,
  to: env.mongoUri,
  databasePrefix: env.databasePrefix,
  timeZone: env.businessTimeZone,
  onResume: (name, isDone) =>
    console.log(
      `${name}: resuming an interrupted run; ${isDone ? 'all rows were read and are' : 'the rows that it had read are'} not read again. Run the import once more to find rows that came or changed since.`,
    ),
  onProgress: (name, { read }, total) => {
    if (bar?.name !== name) {
      bar?.progress.stop()
      bar = { name, progress: startProgressBar(name, total) }
    }
    bar.progress.update(read, total)
  },
})
  .finally(() => bar?.progress.stop())
  .catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
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
