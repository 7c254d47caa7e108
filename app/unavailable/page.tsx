import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CatalogUnavailable } from '@/components/layout/catalog-unavailable';
import { catalogProblem } from '@/lib/catalog/watch-catalog';

export const metadata: Metadata = {
  title: 'Catalog unavailable',
  robots: { index: false },
};

export const dynamic = 'force-dynamic';

/** What proxy.ts shows in place of every page, with the status 503, while the catalog cannot be used. */
export default async function UnavailablePage() {
  const problem = await catalogProblem();
  if (!problem) notFound();
  return <CatalogUnavailable problem={problem} />;
}
