/**
 * The id in a page's address, as the catalog spells it. Next gives pages their parameters with percent
 * encoding; generateMetadata and route handlers get them without it.
 */
export async function pageId(params: Promise<{ readonly id: string }>): Promise<string> {
  return decodeURIComponent((await params).id);
}
