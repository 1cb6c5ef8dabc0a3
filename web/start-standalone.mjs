// What the image runs: Next's own server for `output: 'standalone'`, under the names that our processes have in common.
// start.mjs, and the checks of packages/service-runtime, need packages that are not traced into the image.
import './forwarded-for.mjs'

const { GATEWAY_URL } = process.env
const WEB_PORT = process.env.WEB_PORT || '3000'

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}
if (!GATEWAY_URL) refuse('GATEWAY_URL is not set, and it has no default in production.')
if (!/^https?:\/\/./.test(GATEWAY_URL) || !URL.canParse(GATEWAY_URL)) {
  refuse('GATEWAY_URL has a value that cannot be used: an address such as http://gateway:4000.')
}
// Next would listen at 3000 and say nothing.
if (!/^\d+$/.test(WEB_PORT) || WEB_PORT < 1 || WEB_PORT > 65_535) {
  refuse('WEB_PORT has a value that cannot be used: a port from 1 to 65535.')
}
process.env.PORT = WEB_PORT
process.env.HOSTNAME = process.env.HOST || '127.0.0.1'
await import('./server.js')
