import { Icon } from '@/components/ui/icon';

/** Opens the palette; `listenForKeys` does it. */
export function PaletteButton() {
  return (
    <button
      type="button"
      className="button with-script"
      data-kind="quiet"
      data-palette=""
      aria-haspopup="dialog"
    >
      <Icon name="search" />
      <span className="hidden lg:inline">Jump to</span>
      <kbd className="hidden rounded-sm border px-1 text-2xs text-faint lg:inline">⌘K</kbd>
      <span className="sr-only lg:hidden">Jump to a rule, technique or page</span>
    </button>
  );
}
