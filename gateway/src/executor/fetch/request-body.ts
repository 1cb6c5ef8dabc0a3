import type { Row } from '../merge/response-object.js'

/** The body of a plan's call: everything but the values of its variables is written once, when the plan is made. */
export function requestBody(
  operation: string,
  operationName: string | undefined,
  variableNames: readonly string[],
): (variables: Row, representations?: readonly string[]) => string {
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`
  const head = `{"query":${JSON.stringify(operation)},${name}"variables":{`
  const keys = variableNames.map((variable) => ({ variable, key: `${JSON.stringify(variable)}:` }))
  const bare = `${head}}}`
  return (variables, representations) => {
    if (keys.length === 0 && !representations) return bare
    let body = head
    let separator = ''
    for (const { variable, key } of keys) {
      // A variable that the client did not send is not sent on: the subgraph knows the default.
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined
      if (value === undefined) continue
      body += separator + key + JSON.stringify(value)
      separator = ','
    }
    if (representations) body += `${separator}"representations":[${representations.join(',')}]`
    return `${body}}}`
  }
}
