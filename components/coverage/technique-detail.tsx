import type { ReactNode } from 'react';
import { Chip } from '@/components/ui/chip';
import { countOf } from '@/components/ui/count';
import { NoDescription } from '@/components/ui/no-description';
import { Section } from '@/components/ui/section';
import type { Linked } from '@/lib/attack';
import type { TechniqueView } from '@/lib/catalog/technique';
import { SubTechniques, TechniqueFacts, TechniqueGap } from './technique-facts';
import { TechniqueLinks } from './technique-links';
import { TechniqueLore } from './technique-lore';

/** A technique: its facts, its rules, what is known of it, and what ATT&CK links to it. */
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
  const sections = linkedSections(technique);
  return (
    <>
      <TechniqueHeader technique={technique} inFeed={inFeed} />
      <OnThisPage parts={technique.lore ? [LORE, ...sections] : sections} />
      <div className="technique">
        {rules}
        <TechniqueFacts technique={technique} />
        <TechniqueGap technique={technique} />
        <SubTechniques technique={technique} />
        <TechniqueLore lore={technique.lore} />
        {sections.map(({ id, title, ...linked }) => (
          <Section key={id} id={id} title={title}>
            <TechniqueLinks {...linked} />
          </Section>
        ))}
      </div>
    </>
  );
}

type Part = Pick<LinkedSection, 'id' | 'title'>;

const LORE: Part = { id: 'lore', title: 'What a hunter should know' };

/** What comes after the rules. */
function OnThisPage({ parts }: { parts: readonly Part[] }) {
  if (parts.length === 0) return null;
  return (
    <nav aria-label="On this page" className="mb-3">
      <ul className="dots text-sm">
        {parts.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface LinkedSection {
  readonly id: string;
  readonly title: string;
  readonly links: readonly Linked[];
  readonly known?: number;
  readonly noun?: string;
}

/** What ATT&CK links to a technique, by kind; without the kinds of which there is none. */
function linkedSections(technique: TechniqueView): readonly LinkedSection[] {
  const { detections, dataComponents, mitigations, groups, software, known } = technique;
  const all: readonly LinkedSection[] = [
    { id: 'detection', title: 'Detection strategies', links: detections },
    { id: 'data', title: 'Data components', links: dataComponents },
    { id: 'mitigations', title: 'Mitigations', links: mitigations },
    { id: 'groups', title: 'Groups', links: groups, known: known.groups, noun: 'group' },
    { id: 'software', title: 'Software', links: software, known: known.software, noun: 'program' },
  ];
  return all.filter(({ links }) => links.length > 0);
}

function TechniqueHeader({ technique, inFeed }: { technique: TechniqueView; inFeed: string }) {
  const { id, name, tactics, rules } = technique;
  return (
    <header>
      <h1 className="text-balance font-semibold text-2xl">
        <code className="text-muted text-xl">{id}</code> {name}
      </h1>
      <div className="my-2 flex flex-wrap items-center gap-1.5">
        {tactics.map((tactic) => (
          <Chip key={tactic.shortName} href={`/techniques?tactic=${tactic.shortName}`}>
            {tactic.name}
          </Chip>
        ))}
        <Chip href={inFeed}>{countOf(rules.length, 'rule')}</Chip>
      </div>
      <Description technique={technique} />
    </header>
  );
}

/** Its first sentence, and the others folded. */
function Description({ technique: { description, url } }: { technique: TechniqueView }) {
  const [lead, ...rest] = description;
  if (lead === '') return <NoDescription url={url} />;
  return (
    <div className="max-w-4xl">
      <p>{lead}</p>
      {rest.length > 0 ? (
        <details>
          <summary className="link text-sm">The whole description</summary>
          <div className="space-y-2 pt-1">
            {rest.map((paragraph) => (
              <p key={paragraph} className="whitespace-pre-line">
                {paragraph}
              </p>
            ))}
          </div>
        </details>
      ) : null}
    </div>
  );
}
