'use client';

import { Icon } from '@/components/ui/icon';
import { markRule } from './stored-selection';

/** The way to the selection without a rule. One's own selection loses it, too. */
export function RemoveRule({ id, title, href }: { id: string; title: string; href: string }) {
  return (
    <a
      className="button"
      data-kind="quiet"
      href={href}
      title="Take out"
      onClick={() => markRule(id, false)}
    >
      <Icon name="cross" />
      <span className="sr-only">Take out {title}</span>
    </a>
  );
}
