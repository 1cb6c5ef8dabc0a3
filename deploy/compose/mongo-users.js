// MongoDB's image runs this once, on an empty volume. Each subgraph gets a user with rights on its own database only. The
// import of the old system gets rights on all three and on a database for its progress. DATABASE_PREFIX in
// docker-compose.yml has the same prefix.
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
