import Link from 'next/link';
import { Icon } from '@/components/ui/icon';
import { NavLinks } from './nav-links';
import { PaletteButton } from './palette-button';
import { ThemeToggle } from './theme-toggle';

export function Header() {
  return (
    <header className="sticky top-0 z-20 border-b bg-ground">
      <div className="page header">
        <Link
          href="/"
          prefetch={false}
          className="flex h-11 items-center gap-2 font-semibold text-lg text-text tracking-tight no-underline hover:no-underline"
        >
          <Icon name="mark" className="text-accent text-xl" />
          <span className="header-name">Watchfloor</span>
        </Link>
        <nav aria-label="Main">
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
