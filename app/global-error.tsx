'use client';

import './globals.css';

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="page pt-8">
          <title>Watchfloor cannot read its catalog</title>
          <h1 className="mb-2 font-semibold text-xl">Watchfloor cannot read its catalog</h1>
          <p className="max-w-prose text-muted">
            The server log has the cause
            {error.digest ? (
              <>
                {' '}
                under reference <code>{error.digest}</code>
              </>
            ) : null}
            . The database is probably missing, or older than this version of Watchfloor. Run{' '}
            <code>npm start</code> to create or update it.
          </p>
          <p className="mt-4">
            <a href="/">Try again</a>
          </p>
        </main>
      </body>
    </html>
  );
}
