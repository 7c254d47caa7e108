import { element } from './element';

let region: HTMLElement | null = null;

/** Has screen readers say a text. */
export function announce(text: string): void {
  if (!region?.isConnected) {
    region = element('p', { class: 'sr-only', role: 'status' });
    document.body.append(region);
  }
  region.textContent = text;
}
