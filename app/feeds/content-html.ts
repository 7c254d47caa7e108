import { xml } from '@/lib/text/xml';
import type { NewestRule } from './newest-rules';

/** What a feed shows of a rule, as HTML in which every text is escaped. */
export function contentHtml(rule: NewestRule): string {
  const { change, licenceUrl, source } = rule;
  const licence = licenceUrl
    ? `<a href="${xml(licenceUrl)}">${xml(rule.licence)}</a>`
    : xml(rule.licence);
  return [
    change && `<p><a href="${xml(change.page)}">${xml(change.what)}</a></p>`,
    `<p>${xml(rule.summary)}</p>`,
    change?.diff && `<pre>${xml(change.diff)}</pre>`,
    `<p>Author: ${xml(rule.author)} · Licence: ${licence}${
      source ? ` · <a href="${xml(source)}">Source</a>` : ''
    }</p>`,
  ]
    .filter(Boolean)
    .join('\n');
}
