'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { TextDrop } from '@/components/translate/text-drop';
import { StrangerText } from '@/components/ui/stranger-text';
import { readTableNames } from '@/lib/own-tables/read-table-names';

const SERVICES = ['sentinel', 'defender'] as const;
type Texts = Readonly<Record<(typeof SERVICES)[number], string>>;

/**
 * Takes in the results of the two queries. The browser reads them and sends only the names of tables;
 * without JavaScript it sends the texts.
 */
export function OwnTablesForm({
  texts: initial,
  needed,
  queries,
  children,
}: {
  texts: Texts;
  /** Names that some rule needs. */
  needed: readonly string[];
  /** What to run on each service. */
  queries: Readonly<Record<keyof Texts, ReactNode>>;
  /** More buttons. */
  children?: ReactNode;
}) {
  const [texts, setTexts] = useState(initial);
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

  const list = (service: keyof Texts, title: string) => (
    <div className="min-w-0">
      <h2 className="mb-1 font-semibold text-lg">{title}</h2>
      {queries[service]}
      <TextDrop
        label={`Tables in ${title}`}
        hint="Paste the result, CSV, JSON, or names."
        accept=".csv,.tsv,.txt,.json,text/csv,text/plain,application/json"
        rows={8}
        name={service}
        value={texts[service]}
        onChange={(text) => setTexts({ ...texts, [service]: text })}
      />
      <Reading text={texts[service]} needed={needed} />
    </div>
  );

  return (
    <form ref={form} action="/api/my-tables" method="post">
      <div className="own-lists">
        {list('sentinel', 'Microsoft Sentinel')}
        {list('defender', 'Defender XDR')}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <button type="submit" className="button h-8" data-kind="primary">
          Show what runs
        </button>
        {children}
      </div>
    </form>
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
