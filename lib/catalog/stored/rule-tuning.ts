import { column } from './column';
import { strings } from './schemas';

/** The ids of the operator's own filters that apply to a rule. */
export const ruleTuning = column<readonly string[]>()('Rule.tuning', strings);
