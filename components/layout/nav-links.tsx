'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const PAGES = [
  { href: '/', name: 'Feed', also: '/rules' },
  { href: '/coverage', name: 'Coverage', also: null },
  { href: '/techniques', name: 'Techniques', also: null },
  { href: '/environment', name: 'Environment', also: null },
  { href: '/translate', name: 'Translate', also: null },
  { href: '/status', name: 'Status', also: null },
] as const;

export function NavLinks() {
  const pathname = usePathname();
  const isCurrent = (href: string) =>
    href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
  return (
    <ul className="flex h-full items-stretch gap-x-1">
      {PAGES.map(({ href, name, also }) => {
        const current = isCurrent(href) || (also !== null && pathname.startsWith(`${also}/`));
        return (
          <li key={href} className="flex">
            <Link
              href={href}
              prefetch={false}
              aria-current={pathname === href ? 'page' : current ? 'true' : undefined}
              className="flex items-center border-transparent border-b-2 px-2 pt-0.5 text-muted text-sm no-underline hover:text-text hover:no-underline aria-[current]:border-accent aria-[current]:text-text"
            >
              {name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
