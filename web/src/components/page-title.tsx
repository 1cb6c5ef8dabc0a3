import type { ReactNode } from 'react'
import classes from './page-title.module.css'

export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.root}>
      <h1 className={classes.title}>{title}</h1>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}
