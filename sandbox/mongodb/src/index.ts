export { type EmbeddedMongo, type EmbeddedMongoOptions, startEmbeddedMongo } from './start.js'
export { FolderTakenError } from './storage/lock.js'
