import type { ReactNode } from 'react';
import { readWebAddress } from '@/lib/text/web-address';

/** A link to another site. An address that is not http or https becomes no link. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  const address = readWebAddress(href);
  if (!address) return children;
  return (
    <a href={address.href} rel="noreferrer noopener nofollow">
      {children}
    </a>
  );
}
