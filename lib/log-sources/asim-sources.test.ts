import { expect, it } from 'vitest';
import { contentJson, contentTexts } from '@/lib/content';
import { asimSources } from './asim-sources';

const on = (product: string | null, category: string | null, service: string | null = null) => ({
  product,
  category,
  service,
});

it('names the tables that can hold the events of a log source', () => {
  const windows = asimSources('_Im_ProcessCreate', on('windows', 'process_creation'));
  expect(windows).toContain('SecurityEvent');
  expect(windows).not.toContain('Syslog');
  const linux = asimSources('_Im_ProcessCreate', on('linux', 'process_creation'));
  expect(linux).toContain('Syslog');
  expect(linux).not.toContain('SecurityEvent');
});

it('fits a rule without a product, but not one without the category', () => {
  expect(asimSources('_Im_WebSession', on(null, 'webserver'))).toEqual([
    'W3CIISLog',
    'ApacheHTTPServer_CL',
    'ASimWebSessionLogs',
  ]);
  expect(asimSources('_Im_WebSession', on(null, null))).toEqual(['ASimWebSessionLogs']);
});

it('leaves out tables of which a parser returns only the events of alerts', () => {
  const all = ['windows', 'linux', 'macos'].flatMap((product) =>
    ['_Im_ProcessCreate', '_Im_FileEvent', '_Im_NetworkSession', '_Im_RegistryEvent'].flatMap(
      (parser) => asimSources(parser, on(product, null)),
    ),
  );
  expect(all).toContain('CarbonBlackEvents_CL');
  expect(all).not.toContain('SentinelOne_CL');
  expect(asimSources('_Im_AlertEvent', on(null, 'antivirus'))).toContain('SentinelOne_CL');
});

it('knows no table of a parser that is not listed', () => {
  expect(asimSources('_Im_Unknown', on('windows', null))).toEqual([]);
});

it('lists every parser that a mapping uses', () => {
  const used = contentTexts('mappings/sentinel-asim').flatMap(({ text }) =>
    [...text.matchAll(/^\s*(?:- )?table: (_Im_\w+)$/gm)].flatMap(([, name]) => name ?? []),
  );
  expect(used.length).toBeGreaterThan(20);
  for (const parser of new Set(used)) {
    const events = [...new Set([on('windows', 'process_creation'), on(null, null)])];
    expect(
      events.flatMap((each) => asimSources(parser, each)),
      parser,
    ).not.toEqual([]);
  }
});

it('reads tables that the schemas know, besides custom ones', () => {
  const known = new Set(Object.keys(contentJson('schemas/log-analytics.json') as object));
  const products = ['windows', 'linux', 'macos', 'azure', 'aws', 'm365', 'okta', 'zeek', null];
  const categories = ['firewall', 'dns', 'proxy', 'webserver', 'database', 'antivirus', null];
  const tables = Object.keys(contentJson('schemas/asim.json') as object).flatMap((parser) =>
    products.flatMap((product) =>
      categories.flatMap((category) => asimSources(parser, on(product, category))),
    ),
  );
  const unknown = [...new Set(tables)].filter((name) => !name.endsWith('_CL') && !known.has(name));
  expect(unknown).toEqual([]);
});
