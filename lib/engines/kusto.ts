import { z } from 'zod';
import { readRows } from './read-rows';
import { milliseconds } from './timespan';
import { type EngineCost, EngineFailure, type EngineProtocol, NO_COST } from './types';

const column = z.object({ ColumnName: z.string() });
const frame = z.object({ FrameType: z.string() });
const table = z.object({
  FrameType: z.literal('DataTable'),
  TableKind: z.string(),
  Columns: z.array(column),
  // A row that could not be made is an object with the errors in its place.
  Rows: z.array(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])),
});
const completion = z.object({
  FrameType: z.literal('DataSetCompletion'),
  HasErrors: z.boolean().default(false),
  Cancelled: z.boolean().default(false),
  OneApiErrors: z.unknown().optional(),
});

/**
 * Azure Data Explorer, Fabric and the local emulator: `POST /v2/rest/query`, answered with frames
 * (https://learn.microsoft.com/kusto/api/rest/response-v2).
 */
export function kusto(cluster: URL, database: string): EngineProtocol {
  const { origin } = cluster;
  return {
    url: new URL('/v2/rest/query', origin),
    scope: `${origin}/.default`,
    headers: {},
    bodyOf: (kql) => ({
      db: database,
      csl: kql,
      properties: { Options: { results_progressive_enabled: false, servertimeout: '00:01:00' } },
    }),
    read: readFrames,
    errorIn: (answer) => messageIn(answer),
  };
}

function readFrames(answer: unknown) {
  const frames = z.array(z.looseObject(frame.shape)).safeParse(answer);
  if (!frames.success) throw new EngineFailure('malformed', 'The answer is no list of frames');
  let rows: readonly Readonly<Record<string, unknown>>[] | null = null;
  let cost = NO_COST;
  let isComplete = false;
  for (const one of frames.data) {
    if (one.FrameType === 'DataTable') {
      const read = parsed(table, one);
      if (read.TableKind === 'PrimaryResult' && rows === null) rows = rowsOf(read);
      if (read.TableKind === 'QueryCompletionInformation') cost = costIn(rowsOf(read));
    } else if (one.FrameType === 'DataSetCompletion') {
      const { HasErrors, Cancelled, OneApiErrors } = parsed(completion, one);
      if (HasErrors || Cancelled) {
        const why = messageIn(OneApiErrors) ?? (Cancelled ? 'it was cancelled' : 'it had errors');
        throw new EngineFailure('partial', `The query stopped before its end: ${why}`);
      }
      isComplete = true;
    }
  }
  if (!isComplete)
    throw new EngineFailure('malformed', 'The answer is cut off before its last frame');
  if (rows === null) throw new EngineFailure('malformed', 'The answer has no table of results');
  return { rows, cost };
}

function rowsOf({ Columns, Rows }: z.infer<typeof table>) {
  const broken = Rows.find((row) => !Array.isArray(row));
  if (broken) {
    throw new EngineFailure(
      'partial',
      `The query stopped before its end: ${messageIn(broken) ?? 'a row could not be made'}`,
    );
  }
  return readRows(
    Columns.map(({ ColumnName }) => ColumnName),
    Rows,
  );
}

const usage = z.object({
  ExecutionTime: z.number().optional(),
  resource_usage: z
    .object({ cpu: z.looseObject({ 'total cpu': z.string().optional() }) })
    .optional(),
  input_dataset_statistics: z
    .object({
      rows: z.object({ scanned: z.number().optional() }).optional(),
      extents: z.object({ scanned_size: z.number().optional() }).optional(),
    })
    .optional(),
});

/** The row with the consumption holds it as JSON in its payload. */
function costIn(rows: readonly Readonly<Record<string, unknown>>[]): EngineCost {
  for (const { EventTypeName, Payload } of rows) {
    if (EventTypeName !== 'QueryResourceConsumption' || typeof Payload !== 'string') continue;
    let payload: unknown;
    try {
      payload = JSON.parse(Payload);
    } catch {
      return NO_COST;
    }
    const read = usage.safeParse(payload);
    if (!read.success) return NO_COST;
    const { ExecutionTime, resource_usage, input_dataset_statistics } = read.data;
    return {
      elapsedMs: ExecutionTime === undefined ? null : ExecutionTime * 1000,
      cpuMs: milliseconds(resource_usage?.cpu['total cpu']),
      scannedRows: input_dataset_statistics?.rows?.scanned ?? null,
      scannedBytes: input_dataset_statistics?.extents?.scanned_size ?? null,
    };
  }
  return NO_COST;
}

/** The first message of an error as OneApi writes it, wherever it stands in lists and wrappers. */
function messageIn(value: unknown, depth = 0): string | null {
  if (value === null || typeof value !== 'object' || depth > 5) return null;
  const known = z
    .object({ '@message': z.string().optional(), message: z.string().optional() })
    .safeParse(value);
  const own = known.success ? (known.data['@message'] ?? known.data.message) : undefined;
  if (own) return own;
  for (const inner of Object.values(value)) {
    const found = messageIn(inner, depth + 1);
    if (found) return found;
  }
  return null;
}

function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  throw new EngineFailure(
    'malformed',
    `A frame of the answer is broken: ${read.error.issues[0]?.message}`,
  );
}
