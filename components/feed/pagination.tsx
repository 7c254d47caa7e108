import { formatCount } from '@/components/ui/count';

/** Which part of the list the page shows, with links to the pages before and after. */
export function Pagination({
  page,
  pages,
  total,
  size,
  hrefOf,
}: {
  page: number;
  pages: number;
  total: number;
  size: number;
  hrefOf: (page: number) => string;
}) {
  if (pages < 2) return null;
  const from = (page - 1) * size + 1;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-3 py-4 text-sm">
      {page > 1 ? (
        <a className="button" rel="prev" href={hrefOf(page - 1)}>
          Previous
        </a>
      ) : null}
      <span className="text-muted">
        <span className="num">{`${formatCount(from)}–${formatCount(Math.min(total, from + size - 1))}`}</span>{' '}
        of <span className="num">{formatCount(total)}</span>
      </span>
      {page < pages ? (
        <a className="button" rel="next" href={hrefOf(page + 1)}>
          Next
        </a>
      ) : null}
    </nav>
  );
}
