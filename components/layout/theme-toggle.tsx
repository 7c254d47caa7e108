import { Icon } from '@/components/ui/icon';

/** Switches the theme and saves the choice: the server does both, or where scripts run `switchTheme`. */
export function ThemeToggle() {
  return (
    <form action="/api/theme" method="post" data-theme-switch="">
      <button type="submit" className="button" data-kind="quiet" aria-label="Switch theme">
        <Icon name="theme" />
      </button>
    </form>
  );
}
