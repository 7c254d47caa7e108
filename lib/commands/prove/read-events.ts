import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { leftOutSentence, parseEvents, toSigmaEvents } from '@/lib/events';
import { type DetectionRule, detectionOf, type Rule } from '@/lib/sigma';
import { filesBelow, UsageError } from '../arguments';

const MAX_FILE = 64_000_000;

export interface NamedEvent {
  readonly name: string;
  readonly raw: unknown;
  /** The rule that the sample belongs to, if its file is named after a rule's id. */
  readonly owner: string | null;
}

/** A file’s text. Throws a UsageError for a file that cannot be read. */
function readText(path: string): string {
  try {
    if (statSync(path).size > MAX_FILE)
      throw new Error(`the file is larger than ${MAX_FILE} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

/** Reads event files. A plain object in a file named after a rule's id gets that rule's log source. */
export function readEvents(path: string, rules: readonly Rule[]): NamedEvent[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const files = filesBelow(path, /^\.jsonl?$/);
  const events = files.flatMap((file) => {
    const { events: found, leftOut } = parseEvents(readText(file));
    if (leftOut.length > 0) process.stderr.write(`${file}: ${leftOutSentence(leftOut)}\n`);
    const rule = byId.get(basename(file).replace(/\.jsonl?$/, ''));
    const detection = rule ? detectionOf(rule) : null;
    const named = found.map(
      (raw, place): NamedEvent => ({
        name: `${file}#${place}`,
        raw: detection ? ofLogSource(raw, detection) : raw,
        owner: rule?.id ?? null,
      }),
    );
    const foreign = named.filter(({ raw }) => toSigmaEvents(raw).length === 0).length;
    if (foreign > 0) {
      process.stderr.write(
        `${file}: ${foreign} of ${named.length} events have an unknown format. ` +
          'Use EVTX as JSON, or {"logsource": {...}, "event": {...}}\n',
      );
    }
    return named;
  });
  if (events.length === 0) throw new UsageError(`No events found in ${path}`);
  return events;
}

function ofLogSource(raw: unknown, { logsource }: DetectionRule): unknown {
  if (toSigmaEvents(raw).length > 0 || logsource.product === 'windows') return raw;
  const { product, category, service } = logsource;
  return { logsource: { product, category, service }, event: raw };
}
