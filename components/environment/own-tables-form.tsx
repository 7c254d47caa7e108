'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { TextDrop } from '@/components/translate/text-drop';
import { siteAddress } from '@/components/ui/site-address';
import { StrangerText } from '@/components/ui/stranger-text';
import { readTableNames } from '@/lib/own-tables/read-table-names';

const SERVICES = ['sentinel', 'defender'] as const;
const TITLE = { sentinel: 'Microsoft Sentinel', defender: 'Defender XDR' } as const;
type Service = (typeof SERVICES)[number];
type Texts = Readonly<Record<Service, string>>;

/**
 * Takes in the results of the two queries. The browser reads them and sends only the names of tables;
 * without JavaScript it sends the texts.
 */
export function OwnTablesForm({
  texts,
  needed,
  queries,
}: {
  texts: Texts;
  /** Names that some rule needs. */
  needed: readonly string[];
  /** What to run on each service. */
  queries: Readonly<Record<Service, ReactNode>>;
}) {
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const { current } = form;
    const sendNames = ({ formData }: FormDataEvent) => {
      for (const service of SERVICES) {
        const text = String(formData.get(service) ?? '');
        formData.set(service, readTableNames(text).names.join('\n'));
      }
    };
    current?.addEventListener('formdata', sendNames);
    return () => current?.removeEventListener('formdata', sendNames);
  }, []);

  return (
    <form ref={form} action={siteAddress('/api/my-tables')} method="post">
      <div className="own-lists">
        {SERVICES.map((service) => (
          <TableList
            key={service}
            service={service}
            text={texts[service]}
            needed={needed}
            query={queries[service]}
          />
        ))}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <button type="submit" className="button h-8" data-kind="primary">
          Show what runs
        </button>
      </div>
    </form>
  );
}

/** The query of one service, and the box for its result. */
function TableList({
  service,
  text: initial,
  needed,
  query,
}: {
  service: Service;
  text: string;
  needed: readonly string[];
  query: ReactNode;
}) {
  const [text, setText] = useState(initial);
  const title = TITLE[service];
  return (
    <div className="own-list min-w-0">
      <div className="min-w-0">
        <h2 className="mb-1 font-semibold text-lg">{title}</h2>
        {query}
      </div>
      <TextDrop
        label={`Tables in ${title}`}
        hint="Paste the result, CSV, JSON, or names."
        accept=".csv,.tsv,.txt,.json,text/csv,text/plain,application/json"
        rows={8}
        name={service}
        value={text}
        onChange={setText}
      />
      <Reading text={text} needed={needed} />
    </div>
  );
}

/** What the browser reads in a text while you type. */
function Reading({ text, needed }: { text: string; needed: readonly string[] }) {
  const { names, unread } = readTableNames(text);
  const known = new Set(needed.map((name) => name.toLowerCase()));
  const used = names.filter((name) => known.has(name.toLowerCase())).length;
  return (
    <p className="with-script mt-1 min-h-5 text-muted text-sm" role="status">
      {names.length > 0 ? `${names.length} names read, ${used} of them in rules. ` : null}
      {unread.length > 0 ? (
        <>
          No name of a table: <StrangerText text={unread.join(', ')} kind="value" />
        </>
      ) : null}
    </p>
  );
}
