import { Icon } from './icon';

/** Copies `text`, or the text at `href`; `copyOnClick` does it and confirms it. A query takes in the values that you typed. */
export function CopyButton({
  label,
  about,
  text,
  href,
  kind,
  compact = false,
}: {
  label: string;
  /** What is copied, for screen readers. */
  about?: string;
  text?: string;
  href?: string;
  /** Copies a query. The `c` key presses this button. */
  kind?: 'kql';
  compact?: boolean;
}) {
  return (
    <button
      type="button"
      className="button with-script"
      data-copy={kind ?? ''}
      data-kind={compact ? 'quiet' : undefined}
      data-text={text}
      data-href={href}
    >
      <Icon name="copy" />
      <span>{label}</span>
      {about ? <span className="sr-only">{about}</span> : null}
    </button>
  );
}
