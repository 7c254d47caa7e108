'use client';

import type { ReactNode } from 'react';
import { useOwnText } from '@/components/ui/own-values';
import { VisibleText } from '@/components/ui/visible-text';
import { fillValueLists, readValueLines } from '@/lib/translate/value-lists';

/** The line of a query that holds a list: `children` until you type values for its placeholder. */
export function ListLine({
  placeholder,
  text,
  children,
}: {
  placeholder: string;
  /** The line as printed, with the example. */
  text: string;
  children: ReactNode;
}) {
  const values = readValueLines(useOwnText(placeholder));
  if (values.length === 0) return children;
  return <VisibleText text={fillValueLists(text, new Map([[placeholder, values]]))} />;
}
