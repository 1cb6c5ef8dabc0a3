'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { onFirstToast } from '@/lib/toast'

const ToastArea = dynamic(() => import('./toast-area').then((it) => it.ToastArea), { ssr: false })

/** Where short messages appear; loaded with the first of them. */
export function Toasts() {
  const [isWanted, setWanted] = useState(false)
  useEffect(() => onFirstToast(() => setWanted(true)), [])
  return isWanted ? <ToastArea /> : null
}
