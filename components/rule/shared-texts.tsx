import { StrangerText } from '@/components/ui/stranger-text';
import type { Neighbour } from '@/lib/catalog/neighbours';

/** `Same program \rundll32.exe and same switch -enc`. */
export function SharedTexts({ shared }: { shared: Neighbour['shared'] }) {
  if (shared.length === 0) return null;
  return (
    <span className="block">
      {shared.map(({ kind, value }, at) => (
        <span key={`${kind} ${value}`}>
          {at === 0 ? 'Same ' : ', same '}
          {kind}{' '}
          <code>
            <StrangerText text={value} kind="word" breaks />
          </code>
        </span>
      ))}
    </span>
  );
}
