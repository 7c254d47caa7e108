import type { Digest, DigestItem } from '@/lib/catalog/stored/webhook-digest';
import { plainLine } from '@/lib/text/plain-text';
import { details, headline, NAMED, pageOf } from './words';

/**
 * An adaptive card for the Workflows webhook of Teams, which takes about 28 KB. Its texts are runs, in which no
 * Markdown counts.
 */
export function teamsMessage(webhookId: string, digest: Digest, origin: string): object {
  const more = digest.total - Math.min(digest.items.length, NAMED);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: `Watchfloor, ${webhookId}: ${headline(digest)}`,
          body: [
            text(headline(digest), { size: 'large', weight: 'bolder' }),
            ...digest.items.slice(0, NAMED).map((item) => itemBlock(item, origin)),
            text(
              `${more > 0 ? `${more} more. ` : ''}${webhookId} · sync ${digest.syncId} of ${digest.syncedAt.slice(0, 10)}`,
              { isSubtle: true },
            ),
          ],
          actions: [
            {
              type: 'Action.OpenUrl',
              title: 'The feed with this filter',
              url: origin + digest.feed,
            },
          ],
        },
      },
    ],
  };
}

function itemBlock(item: DigestItem, origin: string) {
  return {
    type: 'Container',
    separator: true,
    selectAction: { type: 'Action.OpenUrl', url: pageOf(origin, item.id) },
    items: [
      text(plainLine(item.title, 'title'), { weight: 'bolder' }),
      text(details(item), { isSubtle: true }),
    ],
  };
}

function text(words: string, style: Readonly<Record<string, string | boolean>>) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: words, ...style }] };
}
