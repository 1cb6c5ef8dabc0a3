'use client'

// Here as well, inside the shell: a page that broke takes neither the menu nor the session's keeper away.
export { default } from '../error'
