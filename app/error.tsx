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
      <h1 className="mb-4 font-semibold text-xl">Something broke</h1>
      <Empty title="This page could not be made">
        <p>
          The server’s log has the reason
          {error.digest ? (
            <>
              {' '}
              under <code>{error.digest}</code>
            </>
          ) : null}
          . The catalog itself is untouched by reading.
        </p>
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </Empty>
    </div>
  );
}
