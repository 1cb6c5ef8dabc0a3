export { ErrorContexts } from './error-contexts.js'
export { getFieldNames, logMutation } from './log-mutation.js'
