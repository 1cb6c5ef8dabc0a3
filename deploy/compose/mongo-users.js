// MongoDB's image runs this once, on an empty volume: a user for each subgraph, who can reach its database only.
const { readFileSync } = require('node:fs')

for (const name of ['users', 'master', 'transactions']) {
  db.getSiblingDB('admin').createUser({
    user: name,
    pwd: readFileSync(`/run/house/${name}_password`, 'utf8'),
    roles: [{ role: 'readWrite', db: `setrum_${name}` }],
  })
}
