/** Every icon, sent once with the page; `Icon` refers to them. */
export function IconSheet() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <symbol id="i-mark" viewBox="0 0 16 16">
        <path d="M1.5 5.5 4.8 13 8 6.5 11.2 13l3.3-7.5" />
        <path d="M4 2.5h8" />
      </symbol>
      <symbol id="i-search" viewBox="0 0 16 16">
        <circle cx="7" cy="7" r="4.5" />
        <path d="m10.5 10.5 4 4" />
      </symbol>
      <symbol id="i-theme" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </symbol>
      <symbol id="i-person" viewBox="0 0 16 16">
        <circle cx="8" cy="5" r="3" />
        <path d="M2.5 14c.5-3 2.5-4.5 5.5-4.5s5 1.5 5.5 4.5" />
      </symbol>
      <symbol id="i-copy" viewBox="0 0 16 16">
        <path d="M5.5 5.5h8v8h-8z" />
        <path d="M3 10.5H2.5v-8h8V3" />
      </symbol>
      <symbol id="i-done" viewBox="0 0 16 16">
        <path d="m2.5 8.5 3.5 4 7.5-9" />
      </symbol>
      <symbol id="i-cross" viewBox="0 0 16 16">
        <path d="m3.5 3.5 9 9m0-9-9 9" />
      </symbol>
      <symbol id="i-out" viewBox="0 0 16 16">
        <path d="M6 3.5H2.5v10h10V10M9 2.5h4.5V7m0-4.5L7 9" />
      </symbol>
      <symbol id="i-back" viewBox="0 0 16 16">
        <path d="M14 8H2.5M7 3.5 2.5 8 7 12.5" />
      </symbol>
      <symbol id="i-proven" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6.75" fill="currentColor" />
        <path d="m5 8.2 2.2 2.3L11 5.7" stroke="var(--color-ground)" />
      </symbol>
      <symbol id="i-self-tested" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" />
        <path d="m5 8.2 2.2 2.3L11 5.7" />
      </symbol>
      <symbol id="i-checked" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" />
        <circle cx="8" cy="8" r="1.75" fill="currentColor" />
      </symbol>
      <symbol id="i-approximate" viewBox="0 0 16 16">
        <path d="M2 6.5c2-3 4 0 6 0s4-2 6-1M2 11.5c2-3 4 0 6 0s4-2 6-1" />
      </symbol>
      <symbol id="i-disagrees" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" />
        <path d="m5.5 5.5 5 5m0-5-5 5" />
      </symbol>
      <symbol id="i-pending" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" />
        <path d="M8 4.5V8l2.5 1.5" />
      </symbol>
      <symbol id="i-none" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6" strokeDasharray="2 2" />
      </symbol>
    </svg>
  );
}

export type IconName =
  | 'mark'
  | 'search'
  | 'theme'
  | 'person'
  | 'copy'
  | 'done'
  | 'cross'
  | 'out'
  | 'back'
  | 'proven'
  | 'self-tested'
  | 'checked'
  | 'approximate'
  | 'disagrees'
  | 'pending'
  | 'none';

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg className={`icon ${className}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
