export { freePorts, isPortFree } from './ports.js'
export { DevStack, type DevStackOptions, ROOT, StartError } from './process-supervisor.js'
export { PROCESS_NAMES, PROCESSES, type ProcessName, type ProcessSpec } from './processes.js'
