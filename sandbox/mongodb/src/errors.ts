/** The error codes that this database uses, by MongoDB's names. */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  AuthenticationFailed: 18,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  OperationNotSupportedInTransaction: 263,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  TransactionTooOld: 225,
  ClientDisconnect: 279,
  NotImplemented: 238,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  UnknownStage: 40324,
} as const

export type CodeName = keyof typeof CODES

/** Error response of a command: MongoDB's code and a message. */
export class MongoError extends Error {
  override name = 'MongoError'
  readonly code: number
  readonly codeName: string
  /** Further fields of the response, such as keyPattern and keyValue of a duplicate key. */
  readonly extra: Record<string, unknown>

  constructor(
    codeName: CodeName | { code: number; name: string },
    message: string,
    extra: Record<string, unknown> = {},
  ) {
    super(message)
    this.code = typeof codeName === 'string' ? CODES[codeName] : codeName.code
    this.codeName = typeof codeName === 'string' ? codeName : codeName.name
    this.extra = extra
  }
}

/** An error with one of MongoDB's unnamed codes. */
export function location(code: number, message: string): MongoError {
  return new MongoError({ code, name: `Location${code}` }, message)
}

/** A feature of MongoDB that this database lacks. */
export function notSupported(feature: string, codeName: CodeName = 'NotImplemented'): MongoError {
  return new MongoError(codeName, `the embedded database does not support ${feature}; use MongoDB`)
}

/** A name outside the supported ones, with MongoDB's code for an unknown name. */
export function unknownName(
  kind: string,
  name: string,
  codeName: CodeName | { code: number; name: string },
): MongoError {
  return new MongoError(
    codeName,
    `unknown ${kind} '${name}': the embedded database does not support it; use MongoDB, or correct the name`,
  )
}
