// A bare Fastify route with a response of 188 bytes, like that of the old load test.
import Fastify from 'fastify'

const text = 'x'.repeat(188 - '{"text":""}'.length)
const app = Fastify()
app.get('/', async () => ({ text }))
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.send({ isListening: true })
