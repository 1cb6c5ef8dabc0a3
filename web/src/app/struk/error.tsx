'use client'

// Inside the shell: the menu and the session monitor keep working when a page fails.
export { default } from '../error'
