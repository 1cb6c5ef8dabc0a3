import type { ReactNode } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** Without padding, for tables. */
  isFlush?: boolean
}

export function Panel({ title, actions, children, isFlush = false }: PanelProps) {
  return (
    <section className={classes.panel}>
      {(title || actions) && (
        <header className={classes.header}>
          {title && <h2 className={classes.title}>{title}</h2>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={isFlush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}

export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.pageHeader}>
      <h1 className={classes.pageTitle}>{title}</h1>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}
