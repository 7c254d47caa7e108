import { Icon } from '@/components/ui/icon';

/** The link to the feed; `rememberPlace` has it lead to the feed as the reader left it. */
export function BackToFeed() {
  return (
    <a href="/" data-back="" className="inline-flex items-center gap-1.5">
      <Icon name="back" /> SOC feed
    </a>
  );
}
