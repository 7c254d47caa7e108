import Link from 'next/link';
import { MORE_PAGES } from './pages';

/** Whose work the catalog shows, on which terms, and what to check before you use it. */
export function Footer({ attack }: { attack: { notice: string; termsUrl: string } }) {
  return (
    <footer className="mt-auto border-t py-5 text-faint text-xs">
      <nav aria-label="More pages" className="page mb-3">
        <ul className="footer-pages">
          {MORE_PAGES.map(({ href, name }) => (
            <li key={href}>
              <Link href={href} prefetch={false}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="page grid gap-x-8 gap-y-2 md:grid-cols-3 [&_p]:max-w-prose">
        <p>
          Rules from SigmaHQ are their authors’ work under the{' '}
          <a href="https://github.com/SigmaHQ/Detection-Rule-License" rel="noreferrer">
            Detection Rule License 1.1
          </a>
          . Keep the author, source and licence with every rule that you share, as Sigma or as KQL.
        </p>
        <p>
          MITRE ATT&amp;CK: {attack.notice}{' '}
          <a href={attack.termsUrl} rel="noreferrer">
            Terms of use
          </a>
        </p>
        <p>
          Validate translated queries in your own workspace before you turn them into alerts.
          Microsoft Sentinel and Microsoft Defender are trademarks of Microsoft.
        </p>
      </div>
    </footer>
  );
}
