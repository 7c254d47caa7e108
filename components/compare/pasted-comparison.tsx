'use client';

import { useEffect, useState } from 'react';
import type { OutcomeMeanings } from '@/components/rule/outcome';
import { NoQuery } from '@/components/translate/no-query';
import { readFiles } from '@/components/translate/read-files';
import { TextDrop } from '@/components/translate/text-drop';
import { useTranslation } from '@/components/translate/use-translation';
import { StrangerText } from '@/components/ui/stranger-text';
import { WithCode } from '@/components/ui/with-code';
import { type ComparedRule, comparedPasted } from './compared-rule';
import { Comparison } from './comparison';
import { handedOver, handOver } from './handed-over';

/** A rule of the catalog beside one that is pasted here, or that the translate page has handed over. */
export function PastedComparison({ a, meanings }: { a: ComparedRule; meanings: OutcomeMeanings }) {
  const [text, setText] = useState('');
  useEffect(() => setText(handedOver()), []);
  const { answer, error } = useTranslation(text, '');
  const [pasted, ...others] = answer?.rules ?? [];

  function change(next: string) {
    setText(next);
    handOver(next);
  }
  return (
    <div className="with-script">
      {pasted ? null : (
        <p className="mb-3">
          <span className="eyebrow">A</span> <StrangerText text={a.title} kind="title" />
        </p>
      )}
      <div className="mb-4 max-w-3xl">
        <TextDrop
          label="Pasted rule"
          hint="Paste a Sigma rule, or drop a file here."
          accept=".yml,.yaml,text/yaml"
          readFiles={readFiles}
          rows={8}
          value={text}
          onChange={change}
        />
      </div>
      <div aria-live="polite">
        {error ? (
          <p className="note note-error mb-2">
            <WithCode text={error} />
          </p>
        ) : null}
        {others.length > 0 ? (
          <p className="note note-info mb-3">
            The text has several rules. The first one is compared.
          </p>
        ) : null}
        {answer && !pasted ? <NoQuery answer={answer} /> : null}
      </div>
      {pasted ? <Comparison a={a} b={comparedPasted(pasted)} meanings={meanings} /> : null}
    </div>
  );
}
