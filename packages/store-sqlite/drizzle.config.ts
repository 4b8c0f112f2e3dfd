import { type Config, defineConfig } from 'drizzle-kit'

const config: Config = defineConfig({ dialect: 'sqlite', schema: './drizzle/schema.ts', out: './migrations' })
export default config
