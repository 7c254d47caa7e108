import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { ShownModelText } from '@/lib/catalog/model-texts';
import { MachineWritten } from './machine-written';

const SHOWN: ShownModelText = {
  state: 'unreviewed',
  isStale: false,
  model: 'a-model',
  writtenAt: new Date('2026-11-29T12:00:00Z'),
  text: {
    hypothesis: [{ text: 'It is `so`.', cites: ['rule:selection'] }],
    benign: [],
    questions: [{ text: 'Is it <b>so</b>?', cites: ['words'] }],
  },
};

const markup = (more: Partial<ShownModelText>) =>
  renderToStaticMarkup(<MachineWritten shown={{ ...SHOWN, ...more }} />);
const text = (more: Partial<ShownModelText>) => markup(more).replace(/<[^>]*>/g, '');

it('says who wrote it, when, and that nobody has reviewed it', () => {
  expect(text({})).toContain('Machine-written by a-model, 2026-11-29 12:00 UTC, not reviewed.');
  expect(text({ state: 'accepted' })).toContain('12:00 UTC, accepted by an operator.');
});

it('shows each part that has sentences, as text, with what they rest on', () => {
  const shown = markup({});
  expect(shown).toContain('>so</bdi></code>');
  expect(shown).toContain('&lt;b&gt;so&lt;/b&gt;');
  expect(shown).toContain('rests on rule:selection');
  expect(shown).not.toContain('Honest activity');
});

it('folds a stale text, and says so', () => {
  expect(markup({ isStale: true })).toMatch(/Stale: .*<details>.*It is/);
  expect(markup({})).not.toContain('<details');
});
