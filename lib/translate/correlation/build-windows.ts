import { measured } from './measured-windows';
import { inOrder } from './ordered-windows';
import type { WindowParts, Windows } from './window-parts';

export function buildWindows(parts: WindowParts): Windows {
  return parts.correlation.type === 'temporal_ordered' ? inOrder(parts) : measured(parts);
}
