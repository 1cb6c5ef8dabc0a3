// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for; the shape is the answer's.
export async function readJson(response: Response): Promise<any> {
  return response.json()
}
