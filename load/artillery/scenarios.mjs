// User flows, arrival rates and limits.
const post = (beforeRequest) => ({ post: { url: '/graphql', beforeRequest, afterResponse: 'check' } })

const owner = { name: 'owner', flow: [post('dashboard'), { think: 1 }, post('employees'), post('shifts')] }
const till = {
  name: 'till',
  flow: [
    post('myShift'),
    post('products'),
    post('inquiry'),
    post('buy'),
    { loop: [{ think: 1.5 }, post('poll')], whileTrue: 'isWaiting' },
  ],
}

const limits = (p95) => ({
  thresholds: [{ 'http.response_time.p95': p95 }],
  conditions: [{ expression: 'vusers.failed == 0' }],
})
const config = (p95, arrivalRate, duration) => ({
  phases: [{ duration, arrivalRate }],
  processor: './operations.cjs',
  plugins: { ensure: {} },
  ensure: limits(p95),
})

/** @param seconds duration of the arrivals */
export const scenarios = (seconds) => ({
  dashboard: { config: config(1_500, 5, seconds), scenarios: [owner] },
  till: { config: config(2_500, 2, seconds), scenarios: [till] },
  day: {
    config: config(2_500, 4, seconds),
    scenarios: [
      { ...till, weight: 4 },
      { ...owner, weight: 1 },
    ],
  },
})
