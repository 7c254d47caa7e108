import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { addAll } from '@/lib/long-lists';

/*
 * Keeps of Microsoft's ARM schema what analytics rules need:
 *
 *     npx tsx lib/tooling/trim-arm-schema.ts COMMIT Microsoft.SecurityInsights.json…
 *
 * The files are those of schemas/<version> in https://github.com/Azure/azure-resource-manager-schemas (MIT)
 * at that commit. Definitions stay as they are, without their descriptions.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ROOTS = ['ScheduledAlertRule', 'NrtAlertRule'];
const LOCAL = '#/definitions/';

interface ArmSchema {
  readonly id: string;
  readonly $schema: string;
  readonly definitions: Readonly<Record<string, Json>>;
}

/** The schema with the definitions that the rules' own refer to, directly or not. */
export function trimArmSchema(schema: ArmSchema, commit: string): object {
  const kept = new Map<string, Json>();
  const pending = ROOTS.filter((name) => Object.hasOwn(schema.definitions, name));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (kept.has(name)) continue;
    const definition = withoutDescriptions(schema.definitions[name] ?? null);
    kept.set(name, definition);
    addAll(pending, referencesIn(definition));
  }
  return {
    $comment: `Trimmed from Azure/azure-resource-manager-schemas, commit ${commit} (MIT), by lib/tooling/trim-arm-schema.ts`,
    id: schema.id,
    $schema: schema.$schema,
    definitions: Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** A description is a text; a property of that name is a schema. */
function withoutDescriptions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, one]) => key !== 'description' || typeof one !== 'string')
      .map(([key, one]) => [key, withoutDescriptions(one)]),
  );
}

function referencesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === '$ref' && typeof one === 'string' && one.startsWith(LOCAL)
      ? [one.slice(LOCAL.length)]
      : referencesIn(one),
  );
}

if (process.argv[1]?.endsWith('trim-arm-schema.ts')) {
  const [commit, ...files] = process.argv.slice(2);
  if (!commit || files.length === 0) {
    console.error('Usage: npx tsx lib/tooling/trim-arm-schema.ts COMMIT FILE…');
    process.exit(1);
  }
  for (const file of files) {
    const schema = JSON.parse(readFileSync(file, 'utf8')) as ArmSchema;
    const version = /schemas\/([^/]+)\//.exec(schema.id)?.[1] ?? basename(file, '.json');
    const path = join('content/deploy/schemas', `alert-rules-${version}.json`);
    writeFileSync(path, `${JSON.stringify(trimArmSchema(schema, commit), null, 2)}\n`);
  }
}
