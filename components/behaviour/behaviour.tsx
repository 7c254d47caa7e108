'use client';

import { useEffect } from 'react';
import { start } from './start';

/** Starts the behaviour of a page that React runs. In all others `entry.ts` does. */
export function Behaviour() {
  useEffect(start, []);
  return null;
}
