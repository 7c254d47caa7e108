import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { Sources, Told } from '@/components/ui/told';
import type { DataNeeded as Needed } from '@/lib/enrich/data-needed';
import { Origin } from './statements';

/** Some authors name there only the rule that describes the log source. */
const RULE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the rule's log source records and misses, and what must be switched on for it. */
export function DataNeeded({
  data,
  definition,
}: {
  data: Needed | null;
  /** What the rule's author says of it. */
  definition: string | null;
}) {
  const told = definition !== null && !RULE_ID.test(definition.trim()) ? definition : null;
  if (!data && !told) return null;
  return (
    <Section inner id="data" title="Data needed">
      {told ? (
        <p className="statement mb-3 max-w-3xl whitespace-pre-line" data-origin="rule">
          <StrangerText text={told} kind="description" />{' '}
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
