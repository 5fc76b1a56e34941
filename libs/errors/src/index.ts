export {
  GraftError,
  OperationalError,
  toGraftError,
  UnexpectedError,
  UserError,
  type ErrorClass,
  type GraftErrorOptions,
} from './errors';
export { toProblem, type Problem } from './problem';
