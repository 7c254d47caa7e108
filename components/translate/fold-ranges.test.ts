import { expect, it } from 'vitest';
import { foldRanges } from './fold-ranges';

const QUERY = `DeviceFileEvents
| where ActionType == "FileCreated"
| where
    // selection
    FileName =~ "ntds.dit"
    and not(
        FolderPath endswith "a"
        or FolderPath endswith "b"
    )
| project-reorder Timestamp`;

it('folds what is further in than the line before it, inside other folds too', () => {
  expect([...foldRanges(QUERY.split('\n'))].sort(([a], [b]) => a - b)).toEqual([
    [3, { from: 4, to: 9 }],
    [6, { from: 7, to: 8 }],
  ]);
});

it('does not fold a single line, nor anything in a flat text', () => {
  expect(foldRanges(['a', '  b', 'c']).size).toBe(0);
  expect(foldRanges(['a', 'b', 'c']).size).toBe(0);
  expect(foldRanges([]).size).toBe(0);
});
