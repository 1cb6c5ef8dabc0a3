import { IconBolt } from '@tabler/icons-react'
import classes from './wordmark.module.css'

export function Wordmark() {
  return (
    <span className={classes.root}>
      <span className={classes.mark} aria-hidden>
        <IconBolt size={18} stroke={2} fill="currentColor" />
      </span>
      Setrum
    </span>
  )
}
