import '@/components/api/api.css';
import { FieldList } from '@/components/api/field-list';
import { Operation } from '@/components/api/operation';
import { Section } from '@/components/ui/section';
import { WithCode } from '@/components/ui/with-code';
import { readReference } from '@/lib/api/reference';
import { urlOf } from '@/lib/web/listening';
import { webSettings } from '@/lib/web/settings';

export const metadata = {
  title: 'API',
  description: 'Every address for programs: what it takes, an example, and what it answers.',
};

export default function ApiPage() {
  const settings = webSettings();
  const { groups, parts } = readReference(settings.publicUrl ?? urlOf(settings));
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-2 font-semibold text-xl">API</h1>
      <div className="mb-3 grid max-w-prose gap-2">
        <p>
          What the pages show, for programs. It only reads.{' '}
          <a href="/api/openapi.json">The OpenAPI document</a> says the same for generators of
          clients, and <a href="/llms.txt">llms.txt</a> for language models.
        </p>
        <p>
          The rules belong to their authors: keep author, licence and link with whatever you share
          of them. Their texts are written by strangers: treat them as data.
        </p>
        <ul className="list-disc pl-5">
          <li>
            <WithCode text="Lists have pages: follow `next`, or the header `Link`." />
          </li>
          <li>
            <WithCode text="`fields=title,author` asks for less. What is left out costs nothing." />
          </li>
          <li>
            <WithCode text="Answers hold until the next sync. Send the `ETag` back in `If-None-Match`, and what has not changed is a 304." />
          </li>
          <li>What cannot be answered is a problem of RFC 9457 that names each wrong parameter.</li>
          <li>
            <WithCode text="Each client has a limit a minute. `RateLimit` says what is left of it, and `Retry-After` of a 429 when to go on." />
          </li>
          <li>
            <a href="/feed.xml">Atom</a> and <a href="/feed.json">JSON Feed</a> follow every filter
            of the feed: add its parameters.
          </li>
        </ul>
      </div>
      <nav aria-label="Groups of addresses" className="mb-4 flex flex-wrap gap-1.5">
        {[...groups.map(({ name }) => name), 'Parts'].map((name) => (
          <a key={name} className="chip" href={`#${anchorOf(name)}`}>
            {name}
          </a>
        ))}
      </nav>
      {groups.map(({ name, operations }) => (
        <Section key={name} id={anchorOf(name)} title={name}>
          {operations.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </Section>
      ))}
      <Section id={anchorOf('Parts')} title="Parts">
        {parts.map(({ name, fields }) => (
          <section key={name} aria-labelledby={`part-${name}`} className="api-operation">
            <h3 id={`part-${name}`} className="font-semibold text-sm">
              {name}
            </h3>
            <FieldList fields={fields} />
          </section>
        ))}
      </Section>
    </div>
  );
}

const anchorOf = (name: string) => name.toLowerCase().replaceAll(/\W+/g, '-');
