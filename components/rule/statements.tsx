import type { ReactNode } from 'react';
import { WithCode } from '@/components/ui/with-code';
import type { Statement } from '@/lib/enrich/types';
import { LIST_LIMIT } from '@/lib/text/limits';

const ORIGINS = {
  rule: { name: 'Rule', of: 'from the rule' },
  'ATT&CK': { name: 'ATT&CK', of: 'from MITRE ATT&CK' },
  catalog: { name: 'Catalog', of: 'from this catalog’s own knowledge' },
} as const;

/** Sentences, each with its origin; `extra` gives what follows one. */
export function Statements({
  statements,
  ordered = false,
  extra,
}: {
  statements: readonly Statement[];
  /** Steps to take one after another. */
  ordered?: boolean;
  extra?: (at: number) => ReactNode;
}) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List className="statements max-w-3xl">
      {statements.slice(0, LIST_LIMIT).map(({ text, basis }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two statements may be equal
        <li key={at} className="statement" data-origin={originOf(basis)}>
          <WithCode text={text} /> <Origin basis={basis} />
          {extra?.(at)}
        </li>
      ))}
    </List>
  );
}

/** Who says it: the rule, ATT&CK, or this catalog; the entry itself is one hover away. */
export function Origin({ basis }: { basis: string }) {
  const origin = originOf(basis);
  const { name, of } = ORIGINS[origin];
  const entry = basis.slice(basis.indexOf(':') + 1).trim();
  return (
    <span className="origin" title={`${of}: ${entry}`}>
      {name}
      <span className="origin-entry">: {entry}</span>
    </span>
  );
}

function originOf(basis: string): keyof typeof ORIGINS {
  if (basis.startsWith('catalog')) return 'catalog';
  return basis.startsWith('ATT&CK') ? 'ATT&CK' : 'rule';
}
