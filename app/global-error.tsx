'use client';

import { siteAddress } from '@/components/ui/site-address';
import './globals.css';

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="page pt-8">
          <title>This page could not be displayed</title>
          <h1 className="mb-2 font-semibold text-xl">This page could not be displayed</h1>
          <p className="max-w-prose text-muted">
            The server log has the cause
            {error.digest ? (
              <>
                {' '}
                under reference <code>{error.digest}</code>
              </>
            ) : null}
            . If the catalog is missing, damaged or of another version, you see what to do when you
            try again.
          </p>
          <p className="mt-4">
            <a href={siteAddress('/')}>Try again</a>
          </p>
        </main>
      </body>
    </html>
  );
}
