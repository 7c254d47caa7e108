import { parseEvents } from '../../events';
import type { Sample } from '../../proof';
import { type Issue, issue } from '../issue';
import { decodeUtf8 } from '../read-text';
import { sampleOwner } from '../source/layout';
import type { SourceFile } from '../source/types';

/** Events of one rule are enough up to here; each is run through all of the rule's queries. */
const MAX_SAMPLES = 50;

/** The sample events of a file, named by the file and their place in it. */
export function readSamples(file: SourceFile): { samples: Sample[]; issues: Issue[] } {
  const { path } = file;
  const ruleId = sampleOwner(path);
  const text = decodeUtf8(file.bytes);
  if (text === null) {
    return {
      samples: [],
      issues: [issue('warning', 'ingest/not-utf8', 'Is not UTF-8 text', { path, ruleId })],
    };
  }
  const { events, error } = parseEvents(text);
  const issues = error
    ? [
        issue('warning', 'ingest/bad-sample', `Not all events can be read: ${error}`, {
          path,
          ruleId,
        }),
      ]
    : [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  const samples = events
    .slice(0, MAX_SAMPLES)
    .map((event, place) => ({ name: events.length > 1 ? `${name} #${place + 1}` : name, event }));
  return { samples, issues };
}
