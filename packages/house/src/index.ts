export { House, type HouseOptions, ROOT, StartError } from './house.js'
export { freePorts, isPortFree } from './ports.js'
export { PROCESS_NAMES, PROCESSES, type ProcessName, type ProcessSpec } from './processes.js'
