import type { IconName } from '@/components/ui/icon';
import { cutNote, cutText } from '@/lib/text/cut-text';
import { codePointName } from '@/lib/text/invisible';
import type { TextKind } from '@/lib/text/limits';
import { textParts } from '@/lib/text/text-parts';
import { formatCount } from '../ui/count';
import { siteAddress } from '../ui/site-address';

/** Makes an element with attributes, of which those that are null are left out, and with children. A link leads to where this site is. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(name, name === 'href' ? siteAddress(value) : value);
  }
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** What the component `Icon` makes on the server. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** What the component `StrangerText` makes on the server: text that cannot disguise itself or what is around it. */
export function strangerText(text: string, kind: TextKind): HTMLElement {
  const { text: start, cutFrom } = cutText(text, kind);
  const note =
    cutFrom === null ? [] : [element('span', { class: 'text-faint' }, ` ${cutNote(cutFrom)}`)];
  return element('bdi', { class: 'stranger' }, ...visibleText(start), ...note);
}

/** What the component `VisibleText` makes on the server. */
export function visibleText(text: string): (Node | string)[] {
  return textParts(text).map((part) => {
    if (part.kind === 'text') return part.text;
    const what = part.kind === 'marks' ? 'marks' : codePointName(part.codePoint);
    const times = part.count > 1 ? ` × ${formatCount(part.count)}` : '';
    return element('span', { class: 'invisible-character' }, what + times);
  });
}
