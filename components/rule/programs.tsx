import { Section } from '@/components/ui/section';
import { Sources, Told } from '@/components/ui/told';
import type { ProgramFile } from '@/lib/enrich/knowledge/file-schema';

/** What the programs are that a rule names, where they normally live, and who starts them. */
export function Programs({ programs }: { programs: readonly ProgramFile[] }) {
  if (programs.length === 0) return null;
  return (
    <Section inner id="programs" title={programs.length > 1 ? 'Its programs' : 'Its program'}>
      <div className="max-w-3xl space-y-4">
        {programs.map(({ name, what, lives, started, sources }) => (
          <div key={name}>
            <h4 className="font-semibold">{name}</h4>
            <Told
              parts={[
                ['What it is', [what]],
                ['Lives', [lives]],
                ['Started by', [started]],
              ]}
            />
            <Sources urls={sources} />
          </div>
        ))}
      </div>
    </Section>
  );
}
