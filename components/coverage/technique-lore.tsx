import { Section } from '@/components/ui/section';
import { Sources, Told } from '@/components/ui/told';
import type { TechniqueLore as Lore } from '@/lib/enrich/technique-lore';

/** What this catalog knows of a technique besides ATT&CK. */
export function TechniqueLore({ lore }: { lore: Lore | null }) {
  if (!lore) return null;
  return (
    <Section id="lore" title="What a hunter should know" className="lore">
      <Told
        parts={[
          ['Needs', [lore.needs]],
          ['Next', [lore.follows]],
          ['Shows', [lore.shows]],
          ['Does not show', lore.blind],
          ['Looks the same', lore.benign],
        ]}
        shown={3}
      />
      <Sources urls={lore.sources} />
    </Section>
  );
}
