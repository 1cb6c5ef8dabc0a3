export { createServiceClient, type ServiceClient, type ServiceClientOptions } from './service-client.js'
export {
  SubgraphHttpClient,
  type SubgraphHttpClientOptions,
  type SubgraphMetrics,
  type SubgraphRequest,
} from './subgraph-http-client.js'
export { type ProxyRequest, SubgraphHttpProxy } from './subgraph-http-proxy.js'
export { SubgraphUnavailableError, type UnavailableReason } from './subgraph-unavailable-error.js'
export { parseAddresses } from './upstream-pool.js'
