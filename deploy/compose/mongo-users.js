// MongoDB's image runs this once, on an empty volume: a user for each subgraph, who can reach its database only, and one
// for the import of the old system, who writes all three and keeps its place in a database of its own. The
// names begin as docker-compose.yml says to all of them in DATABASE_PREFIX.
const { readFileSync } = require('node:fs')

const SUBGRAPHS = ['users', 'master', 'transactions']

for (const name of SUBGRAPHS) createUser(name, [name])
createUser('import', [...SUBGRAPHS, 'import'])

function createUser(user, databases) {
  db.getSiblingDB('admin').createUser({
    user,
    pwd: readFileSync(`/run/setrum/${user}_password`, 'utf8'),
    roles: databases.map((name) => ({ role: 'readWrite', db: `setrum_${name}` })),
  })
}
