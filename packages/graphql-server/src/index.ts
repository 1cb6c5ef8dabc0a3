export { ErrorContexts } from './error-contexts.js'
export { getFieldNames, logMutations } from './log-mutation.js'
