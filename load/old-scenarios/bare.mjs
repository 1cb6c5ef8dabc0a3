// A bare Fastify route with an answer of 188 bytes, as the old load test hit.
import Fastify from 'fastify'

const text = 'x'.repeat(188 - '{"text":""}'.length)
const app = Fastify()
app.get('/', async () => ({ text }))
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.send({ isListening: true })
