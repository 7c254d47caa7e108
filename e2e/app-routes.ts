import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const APP = path.join(import.meta.dirname, '../app');
const METADATA = new Map([
  ['robots.ts', '/robots.txt'],
  ['manifest.ts', '/manifest.webmanifest'],
  ['icon.svg', '/icon.svg'],
]);
const METHOD = /^export (?:async )?function (GET|POST|PUT|PATCH|DELETE)\b/gm;

export interface AppRoute {
  /** With the parameter as its folder has it: `/rules/[id]/query`. */
  readonly address: string;
  readonly methods: readonly string[];
}

/** Every address of the app folder, so that the tests reach a new route without being told. */
export function appRoutes(): AppRoute[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' }).flatMap((file): AppRoute[] => {
    const name = path.basename(file);
    const address = `/${path.dirname(file)}`.replace(/\.$/, '');
    if (name === 'page.tsx') return [{ address, methods: ['GET'] }];
    if (name === 'route.ts') {
      const text = readFileSync(path.join(APP, file), 'utf8');
      return [{ address, methods: [...text.matchAll(METHOD)].map(([, method = '']) => method) }];
    }
    const metadata = METADATA.get(file);
    return metadata ? [{ address: metadata, methods: ['GET'] }] : [];
  });
}
