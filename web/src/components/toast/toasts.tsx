'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'

const ToastArea = dynamic(() => import('./toast-area').then((it) => it.ToastArea), { ssr: false })

const listeners = new Set<() => void>()

/** Shows a short message that disappears by itself. */
export async function toast(message: string, color?: 'red'): Promise<void> {
  for (const listener of listeners) listener()
  const { notifications } = await import('@mantine/notifications')
  notifications.show({ message, ...(color ? { color } : {}) })
}

/** The area of the messages. Its code is loaded with the first message. */
export function Toasts() {
  const [isNeeded, setNeeded] = useState(false)
  useEffect(() => {
    const show = () => setNeeded(true)
    listeners.add(show)
    return () => {
      listeners.delete(show)
    }
  }, [])
  return isNeeded ? <ToastArea /> : null
}
