import process from 'node:process';
import { UsageError } from '@/lib/commands/arguments';
import { beginLong } from '@/lib/commands/begin-long';
import { describeMachine } from '@/lib/tooling/figures/machine';
import { renderSections } from '@/lib/tooling/figures/render-report';
import { writeBenchmarks } from './benchmarks-file';
import { PARTS, type Part, runServeBench } from './run-serve-bench';
import type { Scale } from './scale';
import { chooseSource } from './source';

/** The options of `npm run bench -- --serve`, as they were given. */
export interface ServeArguments {
  readonly rules?: string | undefined;
  readonly source?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly seconds?: string | undefined;
  readonly write: boolean;
  readonly json: boolean;
}

const SCALES = new Map<string, readonly Scale[]>([
  ['3780', ['source']],
  ['100000', ['large']],
  ['both', ['source', 'large']],
]);

/** Measures the server, and prints or writes what it takes. Throws a UsageError for a wrong option. */
export async function serveBench(given: ServeArguments): Promise<void> {
  const note = beginLong();
  const scales = readScales(given.rules ?? 'both');
  const parts = readParts(given.only);
  const seconds = readSeconds(given.seconds ?? '5');
  const source = chooseSource(given.source, process.cwd());
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  note(`rules: ${source.description}`);
  const sections = await runServeBench({ source, scales, parts, seconds, note });
  if (given.json) process.stdout.write(`${JSON.stringify({ date, machine, sections })}\n`);
  else process.stdout.write(`${machine.join('\n')}\n\n${renderSections(sections)}\n`);
  if (!given.write) return;
  const file = writeBenchmarks({
    sections,
    machine,
    date,
    source: source.description,
    command: commandOf(given),
    leftOut: leftOutOf(scales, parts, source.isCatalog),
  });
  note(`written to ${file}`);
}

function readScales(name: string): readonly Scale[] {
  const scales = SCALES.get(name);
  if (scales) return scales;
  throw new UsageError(`--rules is ${name}. Use one of: ${[...SCALES.keys()].join(', ')}`);
}

function readParts(names: readonly string[] | undefined): readonly Part[] {
  if (!names) return PARTS;
  return names.map((name) => {
    const part = PARTS.find((known) => known === name);
    if (!part) throw new UsageError(`--only is ${name}. Use one of: ${PARTS.join(', ')}`);
    return part;
  });
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 600) return seconds;
  throw new UsageError(`--seconds is ${text}. Use a number up to 600.`);
}

function commandOf({ rules, source, only = [], seconds }: ServeArguments): string {
  const options = [
    ...(rules ? [`--rules ${rules}`] : []),
    ...(source ? ['--source …'] : []),
    ...only.map((part) => `--only ${part}`),
    ...(seconds ? [`--seconds ${seconds}`] : []),
  ];
  return ['npm run bench -- --serve', ...options, '--write'].join(' ');
}

function leftOutOf(scales: readonly Scale[], parts: readonly Part[], isCatalog: boolean): string[] {
  return [
    ...(scales.includes('source') ? [] : ['the catalog of the source alone']),
    ...(scales.includes('large') ? [] : ['100,000 rules']),
    ...PARTS.filter((part) => !parts.includes(part) || (part === 'sync' && isCatalog)),
  ];
}
