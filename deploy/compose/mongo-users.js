// MongoDB's image runs this once, on an empty volume. Each subgraph gets a user with rights on its own database only. The
// import of the old system gets rights on all of them and on a database for its progress. DATABASE_PREFIX in
// docker-compose.yml has the same prefix.
const { readdirSync, readFileSync } = require('node:fs')

// make-secrets.mjs made one password for each subgraph.
const SUBGRAPHS = readdirSync('/run/setrum')
  .flatMap((file) => file.match(/^(\w+)_password$/)?.[1] ?? [])
  .filter((name) => name !== 'root' && name !== 'import')
  .sort()

for (const name of SUBGRAPHS) createUser(name, [name])
createUser('import', [...SUBGRAPHS, 'import'])

function createUser(user, databases) {
  db.getSiblingDB('admin').createUser({
    user,
    pwd: readFileSync(`/run/setrum/${user}_password`, 'utf8'),
    roles: databases.map((name) => ({ role: 'readWrite', db: `setrum_${name}` })),
  })
}
