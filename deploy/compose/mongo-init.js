// Initiates the replica set the first time and waits until it accepts writes. Runs at every start of the system.
const { readFileSync } = require('node:fs')

const password = readFileSync('/run/setrum/root_password', 'utf8')
const uri = `mongodb://root:${password}@mongo:27017/admin?directConnection=true&serverSelectionTimeoutMS=2000`
const end = Date.now() + 120_000
let isReady = false
while (!isReady) {
  try {
    const admin = connect(uri)
    const { isWritablePrimary, setName } = admin.hello()
    isReady = isWritablePrimary
    if (!setName) admin.runCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] } })
  } catch (error) {
    // A new database first creates its users, and only then listens for other containers.
    if (Date.now() > end) throw error
  }
  if (!isReady && Date.now() > end) throw new Error('The replica set has no primary.')
  if (!isReady) sleep(500)
}
