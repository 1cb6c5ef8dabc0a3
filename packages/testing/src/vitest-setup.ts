import { skipMidnight } from './skip-midnight.js'

skipMidnight()
