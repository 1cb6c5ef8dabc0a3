// Whoever is in front of us says in X-Forwarded-For whom it saw, and a browser can say anything there. So the address
// that we see ourselves is added at the end, before Next reads the header (it adds it only where there is none); the
// gateway's TRUST_PROXY says how far back from the end the list is believed.
import { subscribe } from 'node:diagnostics_channel'

subscribe('http.server.request.start', ({ request }) => {
  const { headers, socket } = request
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ')
})
