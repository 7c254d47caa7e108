import type { Digest, DigestItem } from '@/lib/catalog/stored/webhook-digest';
import { plainLine } from '@/lib/text/plain-text';
import { details, headline, NAMED, pageOf } from './words';

/** A message for an incoming webhook of Slack. It has at most 50 blocks, and a section at most 3,000 characters. */
export function slackMessage(webhookId: string, digest: Digest, origin: string): object {
  const more = digest.total - Math.min(digest.items.length, NAMED);
  return {
    text: `Watchfloor, ${webhookId}: ${headline(digest)}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headline(digest).slice(0, 150) } },
      ...digest.items.slice(0, NAMED).map((item) => section(itemText(item, origin))),
      section(
        `${more > 0 ? `${more} more. ` : ''}<${origin}${digest.feed}|The feed with this filter> · ${escaped(webhookId)} · sync ${digest.syncId} of ${digest.syncedAt.slice(0, 10)}`,
      ),
    ],
  };
}

function itemText(item: DigestItem, origin: string): string {
  const title = escaped(plainLine(item.title, 'title')).replaceAll('|', '¦');
  return `*<${pageOf(origin, item.id)}|${title}>*\n${escaped(details(item))}`;
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

/** The three characters by which Slack's own markup begins. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
