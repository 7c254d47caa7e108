import { element, icon, strangerText } from '@/components/behaviour/element';
import { OUTCOME_LOOK } from '@/components/rule/outcome-look';
import { countOf } from '@/components/ui/count';
import { siteAddress } from '@/components/ui/site-address';
import type { CellAnswer } from './cell-answer';

/** What an open cell shows below it: its counts, and its gravest rules with level, title and outcome. */
export function cellPanel(href: string, name: string): HTMLElement {
  const id = href.slice(href.lastIndexOf('/') + 1);
  const status = element('p', { role: 'status', class: 'text-muted text-xs' }, inWords(null));
  const panel = element(
    'section',
    { class: 'cell-panel', 'aria-label': `${id} ${name}` },
    element(
      'p',
      { class: 'cell-panel-head' },
      element('a', { href }, element('span', { class: 'num' }, id), ` ${name}`),
      element(
        'button',
        { type: 'button', class: 'button', 'data-kind': 'quiet' },
        icon('cross'),
        element('span', { class: 'sr-only' }, 'Close'),
      ),
    ),
    status,
  );
  void answerFor(id).then((answer) => {
    status.textContent = inWords(answer);
    if (answer !== 'failed' && answer.total > 0) panel.append(...rulesOf(answer));
    panel.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  return panel;
}

/** The rules of a cell under the filters of the address. */
async function answerFor(id: string): Promise<CellAnswer | 'failed'> {
  const params = new URLSearchParams(location.search);
  params.set('cell', id);
  try {
    const response = await fetch(siteAddress(`/coverage/rules.json?${params}`));
    return response.ok ? await response.json() : 'failed';
  } catch (error) {
    console.warn(`the rules of ${id} cannot be loaded`, error);
    return 'failed';
  }
}

function inWords(answer: CellAnswer | 'failed' | null): string {
  if (answer === null) return 'Loading its rules…';
  if (answer === 'failed') return 'Its rules could not be loaded. The technique’s page has them.';
  const { total, translated, proven } = answer;
  if (total === 0) return 'No rule that the filters show names it.';
  return `${countOf(total, 'rule')}, ${translated} with a query, ${proven} proven`;
}

function rulesOf({ rules, total, feed }: CellAnswer): HTMLElement[] {
  const lines = rules.map(({ href, title, level, outcome }) =>
    element(
      'li',
      {},
      element('span', { class: `level level-${level ?? 'unset'}` }, level ?? 'no level'),
      element('a', { href }, strangerText(title, 'title')),
      outcomeName(outcome),
    ),
  );
  const all =
    total > rules.length ? `All ${countOf(total, 'rule')} in the feed` : 'Open in the feed';
  return [element('ol', {}, ...lines), element('p', {}, element('a', { href: feed }, all))];
}

/** What the component `OutcomeName` makes on the server. */
function outcomeName(outcome: CellAnswer['rules'][number]['outcome']): HTMLElement {
  const look = OUTCOME_LOOK[outcome];
  const sign = icon(look.icon);
  sign.classList.add(look.colour);
  return element(
    'span',
    { class: 'inline-flex items-center gap-1 text-xs' },
    sign,
    element('span', { class: look.colour }, outcome),
  );
}
