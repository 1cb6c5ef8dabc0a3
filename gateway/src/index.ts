export { type GatewayEnv, readGatewayEnv } from './env.js'
export { type GatewayOptions, type RunningGateway, startGateway } from './start-gateway.js'
