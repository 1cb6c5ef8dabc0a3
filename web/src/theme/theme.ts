import { type CSSVariablesResolver, createTheme } from '@mantine/core'

/** Darker than the library's own where its text would be too faint on its ground (4.5 : 1 is what we keep). */
export const theme = createTheme({
  fontFamily: 'var(--font-inter), system-ui, sans-serif',
  headings: {
    fontFamily: 'var(--font-inter), system-ui, sans-serif',
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  colors: {
    setrum: [
      '#e5f4fa',
      '#cbe8f3',
      '#97d0e7',
      '#5fb7da',
      '#329fcb',
      '#158bb8',
      '#0b789f',
      '#0a6485',
      '#084f6a',
      '#063d53',
    ],
  },
  primaryColor: 'setrum',
  primaryShade: { light: 7, dark: 6 },
  black: '#16202a',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
})

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8fa',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--setrum-surface': '#ffffff',
    '--setrum-line': '#dde3e9',
  },
  dark: {
    '--mantine-color-body': '#14181d',
    '--mantine-color-dimmed': '#a3aeb9',
    '--mantine-color-placeholder': '#95a1ad',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-setrum-3)',
    '--mantine-color-default': '#1d232a',
    '--mantine-color-default-hover': '#262d35',
    '--setrum-surface': '#1b2027',
    '--setrum-line': '#323b45',
  },
})
