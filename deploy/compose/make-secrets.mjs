// Creates the secrets of each service, in a volume that only this service mounts. docker-compose.yml runs it first.
// Existing secrets stay, so that a restart keeps sessions and passwords. For Kubernetes, from a built clone:
// make-secrets.mjs FOLDER 'HOST:27017/?replicaSet=rs0&authSource=admin'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const [{ SUBGRAPH_NAMES }, { createAccessTokenJwks, publicJwks, readAccessTokenKeys }] = await Promise.all([
  import('@setrum/api-contract'),
  import('@setrum/identity'),
]).catch(() => {
  console.error('The packages are not built yet: run npm ci and npm run build.')
  process.exit(1)
})

const ROOT = process.argv[2] ?? '/secrets'
const MONGODB = process.argv[3] ?? 'mongo:27017/?replicaSet=rs0&authSource=admin'
/** User ids in the images: node, and mongodb, which rejects a key file readable by others. */
const ownerOf = (service) => (service === 'mongo' ? 999 : 1000)

const random = () => randomBytes(32).toString('hex')
const identitySecret = once('gateway', 'identity_secret', random)
const accessTokenKeys = once('users', 'access_token_keys', createAccessTokenJwks)
once('gateway', 'access_token_jwks', () => JSON.stringify(publicJwks(readAccessTokenKeys(accessTokenKeys))))
once('mongo', 'keyfile', random)
once('mongo', 'root_password', random)
for (const name of SUBGRAPH_NAMES) {
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
  if (process.getuid?.() === 0) for (const it of [folder, path]) chownSync(it, ownerOf(service), ownerOf(service))
  return readFileSync(path, 'utf8')
}
