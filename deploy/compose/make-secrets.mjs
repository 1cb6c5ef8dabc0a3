// Runs once before everything else of docker-compose.yml: each service's secrets, in a volume that only it mounts.
// What is there stays, so that a restart keeps sessions and passwords. Kubernetes gets its secrets from the same program:
// make-secrets.mjs FOLDER 'HOST:27017/?replicaSet=rs0&authSource=admin', from a clone that is built.
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const { createAccessTokenJwks, publicJwks, readAccessTokenKeys } = await import('@setrum/identity').catch(() => {
  console.error('The packages are not built yet: run npm ci and npm run build.')
  process.exit(1)
})

const ROOT = process.argv[2] ?? '/secrets'
const MONGODB = process.argv[3] ?? 'mongo:27017/?replicaSet=rs0&authSource=admin'
/** The users of the images: node, and mongodb, whose server refuses a key file that others can read. */
const OWNERS = { mongo: 999, gateway: 1000, users: 1000, master: 1000, transactions: 1000, import: 1000 }

const random = () => randomBytes(32).toString('hex')
const identitySecret = once('gateway', 'identity_secret', random)
const accessTokenKeys = once('users', 'access_token_keys', createAccessTokenJwks)
once('gateway', 'access_token_jwks', () => JSON.stringify(publicJwks(readAccessTokenKeys(accessTokenKeys))))
once('mongo', 'keyfile', random)
once('mongo', 'root_password', random)
for (const name of ['users', 'master', 'transactions']) {
  const password = once('mongo', `${name}_password`, random)
  once(name, 'identity_secret', () => identitySecret)
  once(name, 'mongodb_uri', () => `mongodb://${name}:${password}@${MONGODB}`)
}
const importPassword = once('mongo', 'import_password', random)
once('import', 'mongodb_uri', () => `mongodb://import:${importPassword}@${MONGODB}`)

function once(service, name, make) {
  const folder = `${ROOT}/${service}`
  const path = `${folder}/${name}`
  mkdirSync(folder, { recursive: true })
  if (!existsSync(path)) writeFileSync(path, make())
  chmodSync(path, 0o400)
  if (process.getuid?.() === 0) for (const it of [folder, path]) chownSync(it, OWNERS[service], OWNERS[service])
  return readFileSync(path, 'utf8')
}
