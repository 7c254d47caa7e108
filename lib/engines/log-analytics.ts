import { z } from 'zod';
import { readRows } from './read-rows';
import { milliseconds } from './timespan';
import { type EngineCost, EngineFailure, type EngineProtocol, NO_COST } from './types';

const error = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  innererror: z.unknown().optional(),
});
const answerSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string() })),
      rows: z.array(z.unknown()),
    }),
  ),
  error: error.optional(),
  statistics: z
    .object({
      query: z
        .object({
          executionTime: z.number().optional(),
          resourceUsage: z
            .object({ cpu: z.object({ totalCpu: z.string().optional() }).optional() })
            .optional(),
          inputDatasetStatistics: z
            .object({
              rows: z.object({ scanned: z.number().optional() }).optional(),
              extents: z.object({ scannedSize: z.number().optional() }).optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

/**
 * A Log Analytics workspace: `POST /v1/workspaces/<id>/query`, with what the query took
 * (https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format).
 */
export function logAnalytics(base: URL, workspace: string): EngineProtocol {
  return {
    url: new URL(`/v1/workspaces/${encodeURIComponent(workspace)}/query`, base.origin),
    scope: 'https://api.loganalytics.io/.default',
    headers: { Prefer: 'wait=60, include-statistics=true' },
    // The query reads only its own rows, and these may be of any year.
    bodyOf: (query) => ({ query }),
    read(answer) {
      const read = answerSchema.safeParse(answer);
      if (!read.success) throw new EngineFailure('malformed', 'The answer is no list of tables');
      const { tables, error: failed, statistics } = read.data;
      if (failed) {
        throw new EngineFailure(
          'partial',
          `The query stopped before its end: ${innermost(failed) ?? failed.code ?? 'it had errors'}`,
        );
      }
      const result = tables.find(({ name }) => name === 'PrimaryResult') ?? tables[0];
      if (!result) throw new EngineFailure('malformed', 'The answer has no table of results');
      return {
        rows: readRows(
          result.columns.map(({ name }) => name),
          result.rows,
        ),
        cost: costOf(statistics?.query),
      };
    },
    errorIn(answer) {
      const read = z.object({ error }).safeParse(answer);
      return read.success ? innermost(read.data.error) : null;
    },
  };
}

type Statistics = NonNullable<z.infer<typeof answerSchema>['statistics']>['query'];

function costOf(query: Statistics): EngineCost {
  if (!query) return NO_COST;
  const { executionTime, resourceUsage, inputDatasetStatistics } = query;
  return {
    elapsedMs: executionTime === undefined ? null : executionTime * 1000,
    cpuMs: milliseconds(resourceUsage?.cpu?.totalCpu),
    scannedRows: inputDatasetStatistics?.rows?.scanned ?? null,
    scannedBytes: inputDatasetStatistics?.extents?.scannedSize ?? null,
  };
}

/** The message that says most: the outer ones only say that something failed. */
function innermost(failed: z.infer<typeof error>): string | null {
  let message = failed.message ?? null;
  let inner = error.safeParse(failed.innererror);
  for (let depth = 0; inner.success && depth < 5; depth++) {
    message = inner.data.message ?? message;
    inner = error.safeParse(inner.data.innererror);
  }
  return message;
}
