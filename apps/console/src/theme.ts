import { type CSSVariablesResolver, createTheme, DEFAULT_THEME, type MantineColorsTuple } from '@mantine/core'

/** Deep sea: the one colour that means "here you can do something". */
const sea: MantineColorsTuple = [
  '#eaf6f4',
  '#d5e9e6',
  '#a9d3cd',
  '#7abcb3',
  '#52a89d',
  '#37998d',
  '#248a7f',
  '#17756c',
  '#0f645d',
  '#07504a',
]

const dark: MantineColorsTuple = [
  '#dfe3e6',
  '#b9c0c6',
  '#98a1a9',
  '#6a747d',
  '#4a535c',
  '#343c44',
  '#2a3138',
  '#1b2127',
  '#14191e',
  '#0d1115',
]

/** Mantine's own, with a last step that can be read (WCAG AA) on the second. */
function readable(colors: MantineColorsTuple, last: string): MantineColorsTuple {
  const [a, b, c, d, e, f, g, h, i] = colors
  return [a, b, c, d, e, f, g, h, i, last]
}

export const theme = createTheme({
  colors: {
    sea,
    dark,
    red: readable(DEFAULT_THEME.colors.red, '#ab1f1f'),
    orange: readable(DEFAULT_THEME.colors.orange, '#9a3706'),
  },
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", Menlo, Consolas, monospace',
  headings: { fontWeight: '620' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
})

/** Grey that can be read (WCAG AA) on what it stands on, in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf9f7',
    '--mantine-color-text': '#1c2126',
    '--mantine-color-dimmed': '#5b636b',
    '--mantine-color-placeholder': '#6b737b',
    '--surface': '#ffffff',
    '--surface-raised': '#f4f2ee',
    '--line': '#e6e2dc',
  },
  dark: {
    '--mantine-color-body': '#101418',
    '--mantine-color-text': '#e4e7ea',
    '--mantine-color-dimmed': '#9ea7af',
    '--mantine-color-placeholder': '#8a949d',
    '--surface': '#171c21',
    '--surface-raised': '#1f252b',
    '--line': '#2b3239',
  },
})
