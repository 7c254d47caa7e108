import { changeField } from '@/lib/events';
import type { DetectionRule } from '@/lib/sigma';
import { coveredEvent } from '../match-raw-event';
import type { Miss } from './miss';

/** Sysmon events with the same fields that mean something else. */
const SIBLINGS: Readonly<Record<number, readonly number[]>> = {
  1: [5],
  11: [23, 2],
  12: [13],
  13: [12],
  14: [12],
  17: [3],
  23: [11],
  26: [11],
  7: [6],
  6: [7],
  8: [10],
  10: [8],
};

/** The EventType that a Sysmon registry event carries, by event id. */
const EVENT_TYPES: Readonly<Record<number, string>> = { 12: 'CreateKey', 13: 'SetValue' };

/** The same data under another event ID, channel or provider: no log source of the rule covers it. */
export function otherEvents(rule: DetectionRule, raw: unknown): Miss[] {
  const event = coveredEvent(rule, raw);
  if (!event || event.fields.EventID === undefined) return [];
  const misses: Miss[] = [];
  const id = Number(event.fields.EventID);
  const add = (change: string, field: string, changed: unknown): void => {
    if (coveredEvent(rule, changed) === null) misses.push({ change, field, raw: changed });
  };
  for (const other of SIBLINGS[id] ?? []) {
    const type = EVENT_TYPES[other];
    const changed = changeField(raw, 'EventID', other);
    add(
      `it is event ${other}`,
      'EventID',
      type === undefined ? changed : changeField(changed, 'EventType', type),
    );
  }
  const channel = changeField(raw, 'Channel', 'Quietworks-Ledger/Operational');
  add(
    'another provider wrote it to another channel',
    'Channel',
    changeField(channel, 'Provider_Name', 'Quietworks-Ledger'),
  );
  return misses;
}
