'use client';

import { Empty } from '@/components/ui/empty';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="page pt-8 pb-16">
      <h1 className="mb-4 font-semibold text-xl">Something went wrong</h1>
      <Empty title="This page could not be displayed">
        <p>
          Try again. If the catalog is the cause, you then see what to do. Otherwise, look for the
          cause in the server log
          {error.digest ? (
            <>
              {' '}
              under reference <code>{error.digest}</code>
            </>
          ) : null}
          .
        </p>
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </Empty>
    </div>
  );
}
