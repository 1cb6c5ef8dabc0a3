// MongoDB's image runs this once, on an empty volume: a user for each subgraph, who can reach its database only, and one
// for the import of the old system, who writes all three.
const { readFileSync } = require('node:fs')

const SUBGRAPHS = ['users', 'master', 'transactions']

for (const name of SUBGRAPHS) createUser(name, [name])
createUser('import', SUBGRAPHS)

function createUser(user, subgraphs) {
  db.getSiblingDB('admin').createUser({
    user,
    pwd: readFileSync(`/run/house/${user}_password`, 'utf8'),
    roles: subgraphs.map((name) => ({ role: 'readWrite', db: `setrum_${name}` })),
  })
}
