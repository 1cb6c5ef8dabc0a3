import { DomainError } from './domain-error.js'

/** Names of the errors of driver and mongoose for a server that cannot be reached, or that left during an operation. */
const CONNECTION_ERRORS: ReadonlySet<string> = new Set([
  'MongoClientClosedError',
  'MongoExpiredSessionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoServerClosedError',
  'MongoServerSelectionError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
  'MongooseServerSelectionError',
  'PoolClearedOnNetworkError',
])

/** MongoDB's codes of a server that cannot carry out a valid command now: it stops, is no primary, or cannot write. */
const SERVER_CODES: ReadonlySet<unknown> = new Set([
  1, // InternalError: also a failed write of the embedded database, such as on a full disk
  6, // HostUnreachable
  7, // HostNotFound
  13, // Unauthorized: the user of the database may not write
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9_001, // SocketException
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
  14_031, // OutOfDiskSpace
])

/** Whether an error says that the database is unreachable or does not accept writes. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (CONNECTION_ERRORS.has(error.name)) return true
  // Mongoose has no class of its own for a query that waited for the first connection.
  if (error.name === 'MongooseError') return error.message.includes('buffering timed out')
  return error.name.startsWith('Mongo') && 'code' in error && SERVER_CODES.has(error.code)
}

/**
 * The error for clients. A write may have been stored although its confirmation was lost, so a mutation has an unknown
 * outcome.
 */
export function databaseUnavailable(
  service: string,
  { isMutation, cause }: { isMutation: boolean; cause: unknown },
): DomainError {
  return isMutation
    ? new DomainError(
        'SUBGRAPH_UNAVAILABLE',
        {
          id: 'Sistem sedang tidak dapat menyimpan data, dan belum diketahui apakah permintaan ini dijalankan. Ulangi permintaan yang sama, pembelian dengan kunci yang sama.',
          en: 'The system cannot store data at the moment, and the outcome of this request is unknown. Repeat the same request, a purchase with the same key.',
        },
        { service, outcomeUnknown: true },
        { cause },
      )
    : new DomainError(
        'SUBGRAPH_UNAVAILABLE',
        {
          id: 'Sistem sedang tidak dapat membaca data. Silakan coba lagi sebentar lagi.',
          en: 'The system cannot read data at the moment. Please try again in a moment.',
        },
        { service },
        { cause },
      )
}
