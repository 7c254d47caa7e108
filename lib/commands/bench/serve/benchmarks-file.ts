import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSections } from '@/lib/tooling/figures/render-report';
import type { Section } from '@/lib/tooling/figures/report';

const FILE = fileURLToPath(new URL('../../../../BENCHMARKS.md', import.meta.url));

/** What was measured, and where. */
export interface Benchmarks {
  readonly sections: readonly Section[];
  /** One fact a line. */
  readonly machine: readonly string[];
  /** Where the rules are from. */
  readonly source: string;
  readonly command: string;
  readonly date: string;
  /** What this run left out. */
  readonly leftOut: readonly string[];
}

/** The text of BENCHMARKS.md. */
export function renderBenchmarks(benchmarks: Benchmarks): string {
  const { sections, machine, source, command, date, leftOut } = benchmarks;
  return `# Benchmarks

What Watchfloor takes, measured on ${date} by \`${command}\`, which writes this file. Targets are in brackets after their figures; a figure that misses its target is bold.

- Rules: ${source}.
${machine.map((fact) => `- ${fact}`).join('\n')}
${leftOut.map((part) => `- Not measured in this run: ${part}.\n`).join('')}
${renderSections(sections)}

## How it is measured

- **Server**: \`lib/tooling/web-server.mjs\` as \`npm start\` runs it, in a process of its own on 127.0.0.1, but it makes no page before it is asked for (\`WARM=0\`).
- **Load**: one process sends requests with Node's own \`http\` and keeps its connections open. It shares no thread with the server, but the machine's processors. It limits the highest rates: a process of Node sends some thousand requests a second, so where the file server's rate is near that, both could do more, and the share would be lower with a faster generator.
- **File server**: the yardstick, a bare \`node:http\` server in a process of its own. It holds the same bodies in memory and sends them with type, length and encoding alone.
- **100,000 rules**: copies of the source's rules made in SQLite, each with its own id, title, path and names of programs. Frequent words and facets are as frequent as among the originals.
- **Sync**: a first sync into an empty catalog, the same again, and one of a source of which 30 rules test for another value. ATT&CK is read from a file, if one is beside the checkout.
`;
}

/** Writes BENCHMARKS.md at the root of the checkout, and returns its path. */
export function writeBenchmarks(benchmarks: Benchmarks): string {
  writeFileSync(FILE, renderBenchmarks(benchmarks));
  return FILE;
}
