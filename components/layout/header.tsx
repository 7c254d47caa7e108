import Link from 'next/link';
import { Icon } from '@/components/ui/icon';
import { NavLinks } from './nav-links';
import { PaletteButton } from './palette-button';
import { ThemeToggle } from './theme-toggle';

export function Header() {
  return (
    <header className="sticky top-0 z-20 border-b bg-ground">
      <div className="page grid grid-cols-[1fr_auto] items-center gap-x-6 sm:h-11 sm:grid-cols-[auto_1fr_auto]">
        <Link
          href="/"
          prefetch={false}
          className="flex h-11 items-center gap-2 font-semibold text-lg text-text tracking-tight no-underline hover:no-underline"
        >
          <Icon name="mark" className="text-accent text-xl" />
          Watchfloor
        </Link>
        <nav
          aria-label="Main"
          className="order-last col-span-2 -mx-2 h-9 overflow-x-auto sm:order-none sm:col-span-1 sm:mx-0 sm:h-full"
        >
          <NavLinks />
        </nav>
        <div className="flex items-center gap-1">
          <PaletteButton />
          <ThemeToggle action="/api/theme" />
        </div>
      </div>
    </header>
  );
}
