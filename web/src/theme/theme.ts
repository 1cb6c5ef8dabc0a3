import { type CSSVariablesResolver, createTheme } from '@mantine/core'

/** Some colours are darker than the library's, for a contrast of at least 4.5:1. */
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
    // Bluish greys, to match the light scheme.
    dark: [
      '#d5dde5',
      '#b8c2cc',
      '#8e99a5',
      '#6d7883',
      '#46515c',
      '#323b45',
      '#262d35',
      '#1b2027',
      '#14181d',
      '#0e1115',
    ],
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
  components: {
    // Room for the focus ring between the field and its label.
    InputWrapper: { styles: { label: { marginBottom: 6 }, description: { marginTop: 6 } } },
  },
})

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8fa',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-9)',
    '--mantine-color-yellow-light-color': '#7a4a00',
    '--setrum-surface': '#ffffff',
    '--setrum-line': '#dde3e9',
  },
  dark: {
    '--mantine-color-body': '#14181d',
    '--mantine-color-dimmed': '#a3aeb9',
    '--mantine-color-placeholder': '#95a1ad',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-setrum-3)',
    '--mantine-color-text': '#d5dde5',
    '--setrum-surface': '#1b2027',
    '--setrum-line': '#323b45',
  },
})
