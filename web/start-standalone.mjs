// What the image runs: Next's own server for `output: 'standalone'`, under the names that our processes have in common.
// start.mjs needs packages that are not traced into the image.
const { GATEWAY_URL, WEB_PORT = '3000', HOST = '127.0.0.1' } = process.env
if (!GATEWAY_URL) {
  console.error('GATEWAY_URL is not set, and it has no default in production.')
  process.exit(1)
}
process.env.PORT = WEB_PORT
process.env.HOSTNAME = HOST
await import('./server.js')
