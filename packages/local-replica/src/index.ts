export { createLocalReplica, type LocalReplica, type ReplicaOptions } from './local-replica.js'
export { createReplicaStore, type ReplicaStore } from './replica-store.js'
export { EVERY_TWO_SECONDS, syncReplica } from './sync-replica.js'
