import { useRouter } from 'next/navigation'
import { useMemo } from 'react'

/**
 * The router of Next.js, which leaves the page only while the device is online. Offline the browser would replace the
 * page, and the input in it, by its own error page.
 */
export function useAppRouter(): ReturnType<typeof useRouter> {
  const router = useRouter()
  return useMemo(() => {
    const ifOnline =
      <Args extends unknown[]>(navigate: (...args: Args) => void) =>
      (...args: Args) => {
        if (navigator.onLine) navigate(...args)
      }
    return {
      ...router,
      push: ifOnline(router.push),
      replace: ifOnline(router.replace),
      back: ifOnline(router.back),
      forward: ifOnline(router.forward),
      refresh: ifOnline(router.refresh),
    }
  }, [router])
}
