import { diagnose, type Report, type SigmaCode } from './diagnostics';
import { scalarValue } from './scalar';
import { getEntry, type MappingNode, type ScalarNode } from './yaml';

/**
 * Checks the style of a rule's metadata (SigmaHQ's rule and title conventions), which readers and
 * tools rely on.
 */
export function checkStyle(root: MappingNode, report: Report): void {
  const note = (code: SigmaCode, message: string, node: ScalarNode, hint?: string) =>
    report(diagnose('info', code, message, node, hint));
  for (const title of textsOf(root, 'title')) checkTitle(title, note);
  for (const description of textsOf(root, 'description')) checkDescription(description, note);
  for (const reference of textsOf(root, 'references')) checkReference(reference, note);
  for (const entry of textsOf(root, 'falsepositives')) checkFalsePositive(entry, note);
}

type Note = (code: SigmaCode, message: string, node: ScalarNode, hint?: string) => void;

/** SigmaHQ's title convention. */
const MAX_TITLE = 120;
const MIN_DESCRIPTION = 16;

function textsOf(root: MappingNode, name: string): ScalarNode[] {
  const value = getEntry(root, name)?.value;
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.filter(
    (item): item is ScalarNode => item.kind === 'scalar' && scalarValue(item) !== null,
  );
}

function checkTitle(node: ScalarNode, note: Note): void {
  const title = node.text.trim();
  if (title.length > MAX_TITLE) {
    note('sigma/title-form', `The title is longer than ${MAX_TITLE} characters`, node);
  }
  if (title.endsWith('.')) note('sigma/title-form', 'The title ends with a full stop', node);
  if (/^detects?\b/i.test(title)) {
    const hint = 'Name the activity. Use the description to say what the rule detects.';
    note(
      'sigma/title-form',
      'The title does not need to say that the rule detects something',
      node,
      hint,
    );
  }
}

function checkDescription(node: ScalarNode, note: Note): void {
  const text = node.text.trim();
  if (text !== '' && text.length < MIN_DESCRIPTION) {
    note('sigma/description-form', 'The description is too short to be useful', node);
  }
  if (/https?:\/\//.test(text)) {
    const hint = 'Move it to `references`.';
    note('sigma/description-form', 'The description contains a link', node, hint);
  }
}

function checkReference(node: ScalarNode, note: Note): void {
  const { text } = node;
  if (/^https:\/\/attack\.mitre\.org\/(?:techniques|tactics|software|groups)\//.test(text)) {
    const hint = 'Use a tag instead, for example `attack.t1059.001`.';
    note('sigma/reference-form', 'This reference is an ATT&CK page', node, hint);
  }
  if (/^https:\/\/github\.com\/[^/]+\/[^/]+\/(?:blob|tree)\/(?:main|master|develop)\//.test(text)) {
    const hint = 'Link to a commit: press y on the GitHub page.';
    note(
      'sigma/reference-form',
      'This link points to a branch, and its content can change',
      node,
      hint,
    );
  }
}

const EMPTY_WORDS = /^(?:none|no|n\/?a|nothing|\?+|-+)\.?$/i;

function checkFalsePositive(node: ScalarNode, note: Note): void {
  const text = node.text.trim();
  if (EMPTY_WORDS.test(text)) {
    const hint = 'Describe what could match, or write `Unknown` or `Unlikely`.';
    note('sigma/falsepositive-form', `\`${text}\` does not describe a false positive`, node, hint);
  } else if (/^un[a-z]{3,6}$/i.test(text) && /^(?:unkown|unknow|unknwon|unkonwn)$/i.test(text)) {
    note('sigma/falsepositive-form', `\`${text}\` is misspelt`, node, 'Did you mean `Unknown`?');
  } else if (/^(?:pen-?test|penetration test|red team)/i.test(text)) {
    const hint = 'A test that looks like an attack is a true positive.';
    note('sigma/falsepositive-form', 'Tests are not false positives', node, hint);
  } else if (/^[a-z]+\b(?![.\\/_])/.test(text)) {
    note('sigma/falsepositive-form', 'A false positive should begin with a capital letter', node);
  }
}
