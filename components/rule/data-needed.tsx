import { Section } from '@/components/ui/section';
import { Sources, Told } from '@/components/ui/told';
import type { DataNeeded as Needed } from '@/lib/enrich/data-needed';

/** What the rule's log source records and misses, and what must be switched on for it. */
export function DataNeeded({ data }: { data: Needed | null }) {
  if (!data) return null;
  return (
    <Section inner id="data" title="Data needed">
      <Told
        parts={[
          ['Switch on', data.enable],
          ['Licence', data.licence ? [data.licence] : []],
          ['Records', [data.records]],
          ['Misses', data.misses],
          ['Volume', [data.volume]],
        ]}
      />
      <Sources urls={data.sources} />
    </Section>
  );
}
