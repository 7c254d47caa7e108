'use client';

import { useSearchParams } from 'next/navigation';
import { useLayoutEffect } from 'react';
import { useRowMarks } from '@/components/selection/use-row-marks';
import { storedDensity, storedHidden, useDensity, useHidden } from './display';
import { useUnseen } from './use-unseen';

/** Shows a list of rules as its reader has chosen, with the reader's own marks. */
export function LiveRows() {
  const params = useSearchParams();
  const density = useDensity();
  const hidden = useHidden(density);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they tell when what is stored changes
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    // What is stored, and not what the server assumes: the page shows it already (`EARLY_DISPLAY`).
    dataset.density = storedDensity();
    dataset.hidden = storedHidden(storedDensity()).join(' ');
  }, [density, hidden]);
  useRowMarks(params);
  useUnseen(params);
  return null;
}
