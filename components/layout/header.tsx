import { Icon } from '@/components/ui/icon';
import { AccountMenu } from './account-menu';
import { NavLinks } from './nav-links';
import { PaletteButton } from './palette-button';
import { ThemeToggle } from './theme-toggle';

/** `account` says whether people sign in, and whether they sign out here. */
export function Header({
  path,
  account,
}: {
  path: string;
  account: { canSignOut: boolean } | null;
}) {
  return (
    <header className="sticky top-0 z-20 border-b bg-ground">
      <div className="page header">
        <a
          href="/"
          className="flex h-11 items-center gap-2 font-semibold text-lg text-text tracking-tight no-underline hover:no-underline"
        >
          <Icon name="mark" className="text-accent text-xl" />
          <span className="header-name">Watchfloor</span>
        </a>
        <nav aria-label="Main">
          <NavLinks path={path} />
        </nav>
        <div className="flex items-center gap-1">
          <PaletteButton />
          <ThemeToggle />
          {account ? <AccountMenu canSignOut={account.canSignOut} /> : null}
        </div>
      </div>
    </header>
  );
}
