import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import { makeFixture } from '@/lib/ingest/sync-fixture';
import { answerApi } from './answer-api';
import { openApiDocument } from './openapi';

// The API over a catalog of the starter rules, and its document as a judge, for tests.

export const ORIGIN = 'https://rules.example.org';

/** Makes a catalog of the starter rules the current one. `end` makes the former one current again. */
export async function serveStarterRules(): Promise<{ end(): void }> {
  const fixture = makeFixture();
  await fixture.sync({
    sources: [
      { source: { kind: 'directory', path: path.resolve('content/starter') }, profile: null },
    ],
  });
  const former = process.env.DATABASE_URL;
  process.env.DATABASE_URL = fixture.url;
  return {
    end: () => {
      if (former === undefined) delete process.env.DATABASE_URL;
      else process.env.DATABASE_URL = former;
      fixture.remove();
    },
  };
}

/** The API's answer to an address below `/api/v1`. */
export function askApi(address: string, knows: string | null = null): Promise<Response> {
  const { pathname, searchParams } = new URL(address, 'https://example.org');
  const path = pathname.slice(1).split('/').map(decodeURIComponent);
  return answerApi({ path, query: searchParams, origin: ORIGIN, knows });
}

/** The same, read as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: each answer has its own shape, which the document checks
export async function readApi(address: string): Promise<any> {
  return (await askApi(address)).json();
}

type Schema = Record<string, unknown>;

/** Judges values by the document's schemas, and finds fields that they do not name. */
export function documentJudge(): (schema: Schema) => ValidateFunction {
  const { components } = openApiDocument(ORIGIN);
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false, strict: false });
  ajv.addSchema({ $id: 'openapi', components: closed(components) });
  const known = new Map<string, ValidateFunction>();
  return (schema) => {
    const key = JSON.stringify(schema);
    const validate = known.get(key) ?? ajv.compile(absolute(schema));
    known.set(key, validate);
    return validate;
  };
}

/** Objects whose properties are named have no others. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, closed(part)]),
  );
  return parts.type === 'object' && parts.properties && parts.additionalProperties === undefined
    ? { ...parts, additionalProperties: false }
    : parts;
}

function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));
}
