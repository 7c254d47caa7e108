export { type Followed, type LookUpTools, lookUpQuery } from './look-up-query';
