export {
  compileCondition,
  compileNextFlip,
  conditionPaths,
  type NextFlip,
  type PathResolver,
  type Predicate,
} from './condition.ts'
export { compileOperator, compileOperatorFlip, type ValueFlip, type ValueTest } from './operator.ts'
export type { Getter } from './paths.ts'
