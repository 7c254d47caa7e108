import { readStorage, writeStorage } from '@/components/ui/browser-storage';

const KEY = 'compared rule';

/** Hands a pasted rule to the page that compares, in this tab. */
export function handOver(rule: string): void {
  writeStorage('sessionStorage', KEY, rule);
}

/** The rule that was handed over or pasted there; empty if none. */
export function handedOver(): string {
  return readStorage('sessionStorage', KEY) ?? '';
}
