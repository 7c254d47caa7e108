import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSections } from '@/lib/tooling/figures/render-report';
import type { Section } from '@/lib/tooling/figures/report';

const FILE = fileURLToPath(new URL('../../../SOAK.md', import.meta.url));

/** What was tried, where, and what came of it. */
export interface SoakReport {
  readonly sections: readonly Section[];
  /** One fact a line. */
  readonly machine: readonly string[];
  readonly source: string;
  readonly databases: readonly string[];
  readonly date: string;
  readonly parts: readonly string[];
  readonly broken: readonly string[];
}

const HEAD = `# Soak

How Watchfloor holds up under abuse. \`npm run soak -- --write\` replaces the sections of the parts it runs. Targets are in brackets after their figures; a figure that misses its target is bold. [SECURITY.md](SECURITY.md) lists the promises.
`;

/** SOAK.md with the parts of a report in the place of those that `former` has of the same title. */
export function renderSoak(former: string, report: SoakReport): string {
  const sections = new Map(sectionsOf(former));
  for (const section of report.sections) sections.set(section.title, renderPart(section, report));
  return `${[HEAD.trim(), ...sections.values()].join('\n\n')}\n`;
}

function renderPart(section: Section, { machine, source, databases, date }: SoakReport): string {
  const [title = '', ...rest] = renderSections([section]).split('\n');
  const facts = [
    `On ${date}, with ${source}.`,
    ...machine,
    ...(databases.includes('PostgreSQL')
      ? []
      : ['Not tried: PostgreSQL, of which there was none.']),
  ];
  return [title, '', ...facts.map((fact) => `- ${fact}`), ...rest].join('\n');
}

/** The parts of a file, by their titles. */
function sectionsOf(text: string): [string, string][] {
  return text
    .split(/^(?=## )/m)
    .filter((part) => part.startsWith('## '))
    .map((part) => [part.slice(3, part.indexOf('\n')), part.trim()]);
}

/** Writes SOAK.md at the root of the checkout, and returns its path. */
export function writeSoak(report: SoakReport): string {
  writeFileSync(FILE, renderSoak(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', report));
  return FILE;
}
