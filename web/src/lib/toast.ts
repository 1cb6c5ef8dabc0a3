const listeners = new Set<() => void>()

export function onFirstToast(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Shows a short message that goes by itself. */
export async function toast(message: string, color?: 'red'): Promise<void> {
  for (const listener of listeners) listener()
  const { notifications } = await import('@mantine/notifications')
  notifications.show({ message, ...(color ? { color } : {}) })
}
