import { renderToReadableStream } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import { detection } from '@/lib/deploy/detection-fixture';
import { Deploy } from './deploy';

const choice = {
  translation: { target: 'sentinel' },
  variant: { table: 'T' },
  primary: true,
} as unknown as QueryChoice;

it('folds only what rules share: a watchlist is the rule’s own', async () => {
  const deployable = detection();
  const files = [
    { path: `${deployable.id}.json`, text: 'template' },
    { path: 'Watchlists/wf-0b6a4f0e-1.csv', text: 'values' },
    { path: 'Post-CustomDetections.ps1', text: 'script', isShared: true as const },
  ];
  const format = { format: 'arm', name: 'ARM', what: 'x', files, losses: [] } as const;
  const stream = await renderToReadableStream(
    <Deploy ruleId="x" choice={choice} formats={{ deployable, formats: [format] }} open="arm" />,
  );
  const markup = await new Response(stream).text();
  expect(markup.match(/<summary[^>]*>[^<]*/g)?.map((one) => one.replace(/<[^>]*>/, ''))).toEqual([
    'Post-CustomDetections.ps1',
  ]);
  expect(markup).toContain('file=wf-0b6a4f0e-1.csv');
});

it('says in words how each format takes the query', async () => {
  const loss = { code: 'deploy/x', field: 'y', message: 'z', effect: 'lost' } as const;
  const file = { path: 'a.json', text: '' };
  const formats = [
    { format: 'arm', name: 'ARM', what: 'x', files: [file], losses: [] },
    { format: 'bicep', name: 'Bicep', what: 'x', files: [file], losses: [loss, loss] },
    { format: 'kql', name: 'KQL', what: 'x', files: [], losses: [loss] },
  ] as const;
  const stream = await renderToReadableStream(
    <Deploy ruleId="x" choice={choice} formats={{ deployable: null, formats }} open={undefined} />,
  );
  const markup = await new Response(stream).text();
  const words = [...markup.matchAll(/<a[^>]*class="chip.*?<\/a>/gs)].map(([link]) =>
    link.replace(/<[^>]*>/g, '').trim(),
  );
  expect(words).toEqual(['ARM whole', 'Bicep 2 losses', 'KQL refused']);
});
