import type { Operation } from './define-operation';
import { listChanges } from './operations/changes';
import { getAllCoverage } from './operations/coverage';
import { exportAllRules, getOneRule } from './operations/rule';
import { listRules } from './operations/rules';
import { listSources } from './operations/sources';
import { getOwnStatus } from './operations/status';
import { listTables } from './operations/tables';
import { getOneTechnique, listAllTechniques } from './operations/techniques';

/** Where the API is. */
export const API_ROOT = '/api/v1';

/** All that the API answers, in the order of the reference. */
export const OPERATIONS: readonly Operation[] = [
  listRules,
  getOneRule,
  exportAllRules,
  listAllTechniques,
  getOneTechnique,
  getAllCoverage,
  listTables,
  listSources,
  getOwnStatus,
  listChanges,
];
