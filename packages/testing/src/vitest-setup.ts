import { skipMidnight } from './clock/skip-midnight.js'

skipMidnight()
