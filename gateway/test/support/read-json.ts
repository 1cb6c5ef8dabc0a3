// biome-ignore lint/suspicious/noExplicitAny: the shape depends on the request of the test.
export async function readJson(response: Response): Promise<any> {
  return response.json()
}
