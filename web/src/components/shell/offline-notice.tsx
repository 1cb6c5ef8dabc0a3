'use client'

import { useNetwork } from '@mantine/hooks'
import { IconWifiOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import classes from './shell.module.css'

/**
 * Tells that the device is offline. Until it is online again, links and the browser's back button have no effect, like the
 * router (`useAppRouter`): the browser would replace this page, and the input in it, by its own error page.
 */
export function OfflineNotice() {
  const t = useTranslations('session')
  const { online } = useNetwork()
  useEffect(() => {
    if (online) return
    // In the capture phase, before the handlers of the links.
    document.addEventListener('click', keepPage, true)
    // Not in all browsers: there the back button still leaves the page.
    window.navigation?.addEventListener('navigate', keepEntry)
    return () => {
      document.removeEventListener('click', keepPage, true)
      window.navigation?.removeEventListener('navigate', keepEntry)
    }
  }, [online])
  return (
    <div role="status">
      {!online && (
        <div className={classes.warning}>
          <IconWifiOff size={18} aria-hidden />
          {t('offline')}
        </div>
      )}
    </div>
  )
}

function keepPage(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return
  event.preventDefault()
  event.stopPropagation()
}

/** The same for the back and forward buttons. */
function keepEntry(event: NavigateEvent): void {
  const { destination, navigationType, cancelable } = event
  const isThisPage = destination.sameDocument && new URL(destination.url).pathname === location.pathname
  if (navigationType === 'traverse' && cancelable && !isThisPage) event.preventDefault()
}
