import type { ResponseObject } from '../merge/response-object.js'

/** Serializes everything except the variables once, when the plan is made. */
export function createRequestBodyWriter(
  operation: string,
  operationName: string | undefined,
  variableNames: readonly string[],
): (variables: ResponseObject, representations?: readonly string[]) => string {
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`
  const head = `{"query":${JSON.stringify(operation)},${name}"variables":{`
  const keys = variableNames.map((variable) => ({ variable, key: `${JSON.stringify(variable)}:` }))
  const bodyWithoutVariables = `${head}}}`
  return (variables, representations) => {
    if (keys.length === 0 && !representations) return bodyWithoutVariables
    let body = head
    let separator = ''
    for (const { variable, key } of keys) {
      // Omitted variables stay omitted, so that the subgraph applies its default.
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined
      if (value === undefined) continue
      body += separator + key + JSON.stringify(value)
      separator = ','
    }
    if (representations) body += `${separator}"representations":[${representations.join(',')}]`
    return `${body}}}`
  }
}
