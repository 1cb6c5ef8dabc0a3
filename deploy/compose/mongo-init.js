// Initiates the replica set the first time and waits until it accepts writes. Runs at every start of the system.
const { readFileSync } = require('node:fs')

const password = readFileSync('/run/setrum/root_password', 'utf8')
const admin = retry(() =>
  connect(`mongodb://root:${password}@mongo:27017/admin?directConnection=true&serverSelectionTimeoutMS=2000`),
)
retry(() => {
  if (admin.hello().isWritablePrimary) return
  if (!admin.hello().setName)
    admin.runCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] } })
  throw new Error('The replica set has no primary yet.')
})

/** A new database first creates its users, and only then listens for other containers. */
function retry(attempt) {
  const end = Date.now() + 120_000
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      if (Date.now() > end) throw error
      sleep(500)
    }
  }
}
