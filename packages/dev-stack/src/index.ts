export { DevStack, type DevStackOptions, ROOT, StartError } from './dev-stack.js'
export { freePorts, isPortFree } from './ports.js'
export { PROCESS_NAMES, PROCESSES, type ProcessName, type ProcessSpec } from './processes.js'
