import { describe, expect, it } from 'vitest';
import { hypothesisFor } from './hypothesis-for';

const TEXT = 'If so, then file events (`_Im_FileEvent`) will show `a.exe` creating (`x`).';
const TABLES = ['_Im_FileEvent', 'DeviceFileEvents'];

describe('hypothesisFor', () => {
  it('names the table of the query that is shown', () => {
    expect(hypothesisFor(TEXT, TABLES, 'DeviceFileEvents')).toBe(
      TEXT.replace('_Im_FileEvent', 'DeviceFileEvents'),
    );
    expect(hypothesisFor('The query runs over `_Im_FileEvent`.', TABLES, 'Event')).toBe(
      'The query runs over `Event`.',
    );
  });

  it('does not change a text that names none of the rule’s tables, or a rule without a query', () => {
    expect(hypothesisFor('Files (`x`) appear.', TABLES, 'Event')).toBe('Files (`x`) appear.');
    expect(hypothesisFor(TEXT, TABLES, null)).toBe(TEXT);
  });
});
