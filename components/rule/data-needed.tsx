import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { Sources, Told } from '@/components/ui/told';
import type { DataNeeded as Needed } from '@/lib/enrich/data-needed';
import { Origin } from './statements';

/** What the rule's log source records and misses, and what must be switched on for it. */
export function DataNeeded({
  data,
  definition,
}: {
  data: Needed | null;
  /** What the rule's author says of it. */
  definition: string | null;
}) {
  if (!data && !definition) return null;
  return (
    <Section inner id="data" title="Data needed">
      {definition ? (
        <p className="statement mb-3 max-w-3xl whitespace-pre-line" data-origin="rule">
          <StrangerText text={definition} kind="description" />{' '}
          <Origin basis="rule: logsource definition" />
        </p>
      ) : null}
      {data ? (
        <>
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
        </>
      ) : null}
    </Section>
  );
}
