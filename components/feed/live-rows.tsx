'use client';

import { useSearchParams } from 'next/navigation';
import { useLayoutEffect } from 'react';
import { useRowMarks } from '@/components/selection/use-row-marks';
import { useDensity, useHidden } from './display';
import { useUnseen } from './use-unseen';

/** Shows a list of rules as its reader has chosen, with the reader's own marks. */
export function LiveRows() {
  const params = useSearchParams();
  const density = useDensity();
  const hidden = useHidden(density);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.density = density;
    dataset.hidden = hidden;
  }, [density, hidden]);
  useRowMarks(params);
  useUnseen(params);
  return null;
}
