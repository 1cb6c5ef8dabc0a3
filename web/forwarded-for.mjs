// Appends the client's address to X-Forwarded-For before Next.js reads the header. Next.js adds it only when the header
// is missing, so a browser could send a false one. The gateway's TRUST_PROXY decides how many entries it trusts, counted
// from the end.
import { subscribe } from 'node:diagnostics_channel'

subscribe('http.server.request.start', ({ request }) => {
  const { headers, socket } = request
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ')
})
