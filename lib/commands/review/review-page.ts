import type { TextToReview } from '@/lib/catalog/texts-to-review';
import { type ModelSentence, PARTS, type Part } from '@/lib/model-text/types';
import { visibleText } from '@/lib/text/plain-text';

// The one page of `npm run review`. Everything on it is escaped, and its script and style are files of their
// own, so that the content security policy allows nothing inline.

const TITLES: Readonly<Record<Part, string>> = {
  hypothesis: 'Hypothesis',
  benign: 'Honest activity',
  questions: 'Questions',
};

export interface PageParts {
  readonly texts: readonly TextToReview[];
  readonly token: string;
  readonly catalogUrl: string;
}

export function reviewPage({ texts, token, catalogUrl }: PageParts): string {
  const body =
    texts.length === 0
      ? '<p>Every text has its verdict. <code>npm run enrich</code> writes more.</p>'
      : texts.map((one) => article(one, token, catalogUrl)).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Review machine-written texts</title>
<link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script></head>
<body><header><h1>Machine-written texts without a verdict</h1>
<p><kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>a</kbd> accept, <kbd>r</kbd> reject. A verdict becomes a file in <code>content/reviews</code>; delete it to undo.</p></header>
<main>${body}</main></body></html>`;
}

function article(one: TextToReview, token: string, catalogUrl: string): string {
  const { ruleId, title, model, writtenAt, dropped, text, fixed } = one;
  const blocks = new Map(one.blocks.map((block) => [block.id, block.text]));
  const address = `${catalogUrl}/rules/${encodeURIComponent(ruleId)}`;
  const parts = PARTS.filter((part) => text[part].length > 0);
  return `<article tabindex="-1" aria-label="${escapeHtml(title)}">
<h2><a href="${escapeHtml(address)}" rel="noreferrer">${escapeHtml(title)}</a></h2>
<div class="sides">
<section><h3>Machine-written by ${escapeHtml(model)}, ${escapeHtml(writtenAt.toISOString())}</h3>
<p class="faint">Dropped sentences: ${dropped}</p>
${parts.map((part) => `<h4>${TITLES[part]}</h4><ul>${text[part].map((each) => sentence(each, blocks)).join('')}</ul>`).join('')}</section>
<section><h3>Written by fixed rules</h3>
<h4>Hypothesis</h4>${fixed.hypothesis
    .split('\n')
    .map((line) => `<p>${withCode(line)}</p>`)
    .join('')}
<h4>False positives</h4><ul>${fixed.falsePositives.map(item).join('')}</ul>
<h4>Triage</h4><ul>${fixed.triage.map(item).join('')}</ul></section>
</div>
<details><summary>The rule</summary><pre>${escapeHtml(one.raw)}</pre></details>
<form method="post" action="/verdict">
${hidden({ token, rule: ruleId, inputHash: one.inputHash, writtenAt: writtenAt.toISOString() })}
<label>Note <input name="note" maxlength="500" autocomplete="off"></label>
<button name="verdict" value="accepted">Accept</button>
<button name="verdict" value="rejected">Reject</button>
</form></article>`;
}

function sentence({ text, cites }: ModelSentence, blocks: ReadonlyMap<string, string>): string {
  const rests = cites.map(
    (id) =>
      `<details><summary>${escapeHtml(id)}</summary><pre>${escapeHtml(blocks.get(id) ?? '')}</pre></details>`,
  );
  return `<li>${withCode(text)}${rests.join('')}</li>`;
}

const item = ({ text }: { readonly text: string }) => `<li>${withCode(text)}</li>`;

function hidden(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join('');
}

function withCode(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('');
}

const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (sign) => ESCAPES.get(sign) ?? sign);
}

export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 80rem; margin: 0 auto; padding: 1rem; }
article { border-top: 1px solid; padding: 0.5rem; }
article:focus { outline: 3px solid Highlight; outline-offset: 2px; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 2rem; }
.faint, summary { opacity: 0.75; font-size: 0.85rem; }
li details { display: inline-block; margin-left: 0.5rem; vertical-align: top; }
li details[open] { display: block; }
pre { overflow: auto; max-height: 20rem; white-space: pre-wrap; }
h4 { margin-bottom: 0; }
form { margin: 0.5rem 0; }
`;

export const SCRIPT = `
'use strict';
const articles = [...document.querySelectorAll('article')];
let at = 0;
const show = (next, options) => {
  at = Math.min(Math.max(next, 0), articles.length - 1);
  articles[at]?.focus(options);
};
document.addEventListener('focusin', ({ target }) => {
  const own = articles.indexOf(target.closest('article'));
  if (own >= 0) at = own;
});
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input')) return;
  const verdict = { a: 'accepted', r: 'rejected' }[event.key];
  if (event.key === 'j') show(at + 1);
  else if (event.key === 'k') show(at - 1);
  else if (verdict) articles[at]?.querySelector('button[value=' + verdict + ']').click();
});
show(0, { preventScroll: true });
`;
