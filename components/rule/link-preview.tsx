import type { RuleDetail } from '@/lib/catalog/rule';
import { plainLine } from '@/lib/text/plain-text';
import { PREVIEW_SIZE } from './preview-image';

/**
 * What other sites show for a pasted link. Next would guess an origin for the picture; this page is kept for all
 * readers, so its addresses are absolute only if the operator says under which one.
 */
export function LinkPreview({
  rule,
  description,
  origin,
}: {
  rule: RuleDetail;
  description: string | null;
  /** `https://rules.example.org`, if it is known. */
  origin: string | null;
}) {
  const title = plainLine(rule.title, 'title');
  const page = `${origin ?? ''}/rules/${encodeURIComponent(rule.id)}`;
  const image = `${page}/preview`;
  return (
    <>
      <meta property="og:type" content="article" />
      <meta property="og:site_name" content="Watchfloor" />
      <meta property="og:title" content={title} />
      {description ? <meta property="og:description" content={description} /> : null}
      <meta property="og:url" content={page} />
      <meta property="og:image" content={image} />
      <meta property="og:image:width" content={String(PREVIEW_SIZE.width)} />
      <meta property="og:image:height" content={String(PREVIEW_SIZE.height)} />
      <meta property="og:image:alt" content={`${title}: level, techniques and query`} />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="twitter:title" content={title} />
      <meta name="twitter:image" content={image} />
    </>
  );
}
