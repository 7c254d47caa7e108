import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const DOCUMENTS = readdirSync(ROOT).filter(
  (name) => name.endsWith('.md') && name !== 'CHANGELOG.md',
);
const SCRIPTS = Object.keys(
  (
    JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    }
  ).scripts,
);

/** Paths of the repository in backticks or links, except patterns (`<target>`, `*`). */
function pathsIn(text: string): string[] {
  const found = text.matchAll(
    /(?:`|\]\()((?:lib|app|components|content|e2e|prisma|public)\/[^`)\s<*]+)(?=`|\)|\s)/g,
  );
  return [...found].map(([, file]) => file ?? '');
}

describe.each(DOCUMENTS)('%s', (name) => {
  const text = readFileSync(path.join(ROOT, name), 'utf8');

  it('names files and folders that exist', () => {
    const gone = pathsIn(text).filter((file) => !existsSync(path.join(ROOT, file)));
    expect(gone).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const scripts = [...text.matchAll(/npm run (?:--silent )?([a-z0-9:]+)/g)].map(
      ([, script]) => script,
    );
    expect(scripts.filter((script) => !SCRIPTS.includes(script ?? ''))).toEqual([]);
  });
});
