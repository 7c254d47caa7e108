import type { ReactNode } from 'react';
import { Chip } from '@/components/ui/chip';
import { countOf } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import { Section } from '@/components/ui/section';
import type { Linked } from '@/lib/attack';
import type { TechniqueView } from '@/lib/catalog/technique';
import { TechniqueFacts } from './technique-facts';
import { TechniqueLinks } from './technique-links';
import { TechniqueLore } from './technique-lore';

/** A technique: its description, its rules, what ATT&CK links to it, and its facts beside them. */
export function TechniqueDetail({
  technique,
  inFeed,
  rules,
}: {
  technique: TechniqueView;
  /** The address of its rules in the feed. */
  inFeed: string;
  /** The section with the technique's rules. */
  rules: ReactNode;
}) {
  const { detections, dataComponents, mitigations, groups, software, known } = technique;
  return (
    <>
      <TechniqueHeader technique={technique} inFeed={inFeed} />
      <div className="technique">
        <div className="min-w-0">
          <Description technique={technique} />
          <TechniqueLore lore={technique.lore} />
          {rules}
          <LinkedSection id="detection" title="Detection strategies" links={detections} />
          <LinkedSection id="data" title="Data components" links={dataComponents} />
          <LinkedSection id="mitigations" title="Mitigations" links={mitigations} />
          <LinkedSection
            id="groups"
            title="Groups"
            links={groups}
            known={known.groups}
            noun="group"
          />
          <LinkedSection
            id="software"
            title="Software"
            links={software}
            known={known.software}
            noun="program"
          />
        </div>
        <TechniqueFacts technique={technique} />
      </div>
    </>
  );
}

function TechniqueHeader({
  technique: { id, name, tactics, rules },
  inFeed,
}: {
  technique: TechniqueView;
  inFeed: string;
}) {
  return (
    <header className="pb-4">
      <h1 className="text-balance font-semibold text-2xl">
        <code className="text-muted text-xl">{id}</code> {name}
      </h1>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        {tactics.map((tactic) => (
          <Chip key={tactic.shortName} href={`/techniques?tactic=${tactic.shortName}`}>
            {tactic.name}
          </Chip>
        ))}
        <Chip href={inFeed}>{countOf(rules.length, 'rule')}</Chip>
      </div>
    </header>
  );
}

function Description({ technique: { description, url } }: { technique: TechniqueView }) {
  if (!description) {
    return (
      <p className="note note-info mb-4 text-sm">
        The loaded ATT&amp;CK data has no description of this technique.{' '}
        <ExternalLink href={url}>Read it at MITRE</ExternalLink>.
      </p>
    );
  }
  return (
    <Section id="description" title="Description">
      <div className="max-w-3xl space-y-2">
        {description.split('\n\n').map((paragraph) => (
          <p key={paragraph} className="whitespace-pre-line">
            {paragraph}
          </p>
        ))}
      </div>
    </Section>
  );
}

function LinkedSection({
  id,
  title,
  links,
  known,
  noun,
}: {
  id: string;
  title: string;
  links: readonly Linked[];
  known?: number;
  noun?: string;
}) {
  if (links.length === 0) return null;
  return (
    <Section id={id} title={title}>
      <TechniqueLinks links={links} known={known} noun={noun} />
    </Section>
  );
}
