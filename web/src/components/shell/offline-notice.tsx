'use client'

import { useNetwork } from '@mantine/hooks'
import { IconWifiOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import classes from './shell.module.css'

/**
 * Tells that the device is offline. Until it is online again, links have no effect, like the router (`useAppRouter`):
 * the browser would replace this page, and the input in it, by its own error page.
 */
export function OfflineNotice() {
  const t = useTranslations('session')
  const { online } = useNetwork()
  useEffect(() => {
    if (online) return
    // In the capture phase, before the handlers of the links.
    document.addEventListener('click', keepPage, true)
    return () => document.removeEventListener('click', keepPage, true)
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
