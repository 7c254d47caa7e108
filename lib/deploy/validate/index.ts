import type { Checker } from '@/lib/kql';
import type { Target } from '@/lib/target';
import type { DeployFormat, RenderedFile, ValidationFinding } from '../types';
import { readArm } from './arm';
import { readDetection, readHunting } from './azure-sentinel';
import { readBicep } from './bicep';
import { bindQuery } from './bind-query';
import { readDetectionRule } from './graph';
import type { Reading } from './reading';
import { readAzapi, readTerraform } from './terraform';

/** Format → the endings of its files, and what reads them. Files of other endings are passed over. */
const READERS = new Map<DeployFormat, readonly (readonly [ending: string, read: ReadFile])[]>([
  ['sentinel-yaml', [['.yaml', readDetection]]],
  ['arm', [['.json', readArm]]],
  ['bicep', [['.bicep', readBicep]]],
  ['terraform', [['.tf', readTerraform]]],
  ['azapi', [['.tf', readAzapi]]],
  ['defender-json', [['.json', readDetectionRule]]],
  [
    'hunting',
    [
      ['.yaml', readHunting],
      ['.json', readArm],
    ],
  ],
  ['kql', [['.kql', readKql]]],
]);
type ReadFile = (file: RenderedFile) => Reading;

/**
 * What is wrong with the files of a format, by Microsoft's schemas and what its services are known to
 * refuse. It knows nothing of how the files were written. Empty for valid files; files without a rule are
 * not valid. Places begin with the path where there are several files.
 */
export function validate(
  format: DeployFormat,
  files: readonly RenderedFile[],
): ValidationFinding[] {
  const readings = read(format, files);
  const findings = readings.flatMap((one) => one.findings);
  const isEmpty = findings.length === 0 && readings.every(({ queries }) => queries.length === 0);
  if (!isEmpty) return findings;
  const message = `There is no rule in the files. Is ${format} their format?`;
  return [{ code: 'validate/empty', place: '', message }];
}

/**
 * What Microsoft's binder finds in the queries of the files, in the form in which they are deployed: errors
 * of KQL, and columns of entities, details and titles that a query does not return.
 */
export function validateQueries(
  format: DeployFormat,
  files: readonly RenderedFile[],
  target: Target,
  checker: Checker,
): ValidationFinding[] {
  return read(format, files).flatMap(({ queries }) =>
    queries.flatMap((query) => bindQuery(query, target, checker)),
  );
}

function read(format: DeployFormat, files: readonly RenderedFile[]): Reading[] {
  const readers = READERS.get(format) ?? [];
  return files.flatMap((file) => {
    const reader = readers.find(([ending]) => file.path.endsWith(ending))?.[1];
    if (!reader) return [];
    const reading = reader(file);
    return files.length === 1 ? reading : inFile(file.path, reading);
  });
}

function inFile(path: string, { findings, queries }: Reading): Reading {
  const named = <T extends { readonly place: string }>(one: T): T => ({
    ...one,
    place: one.place === '' ? path : `${path}: ${one.place}`,
  });
  return {
    findings: findings.map(named),
    queries: queries.map((query) => ({ ...named(query), columns: query.columns.map(named) })),
  };
}

function readKql({ text }: RenderedFile): Reading {
  if (text.trim() !== '')
    return { findings: [], queries: [{ place: 'line 1', text, columns: [] }] };
  const message = 'The file has no query';
  return { findings: [{ code: 'validate/query', place: 'line 1', message }], queries: [] };
}
