import type { DetectionRule, Predicate } from '@/lib/sigma';
import { plainText } from '@/lib/sigma/pattern';

/** A text that a rule looks for, and what it is the text of. */
export interface LookedFor {
  /** In plain words: `program`, `registry key`. */
  readonly kind: string;
  /** As the rule writes it, without wildcards. */
  readonly value: string;
}

const KINDS: readonly (readonly [kind: string, field: RegExp])[] = [
  [
    'program',
    /^(?:parent|source|target)?(?:image|process(?:name|path)?)$|^originalfilename$|^(?:new|parent)?processname$/,
  ],
  ['loaded file', /^imageloaded$/],
  ['command line', /commandline$/],
  ['registry key', /^(?:targetobject|objectname)$/],
  ['registry value', /^(?:details|newvalue)$/],
  ['file', /^(?:target|source|destination)?file(?:name|path)$/],
  [
    'address',
    /hostname$|^(?:query|queryname|destinationip|c-uri|c-uri-query|cs-host|cs-uri.*|r-dns)$/,
  ],
  ['hash', /^(?:hashes|md5|sha1|sha256|imphash)$/],
  ['script text', /^(?:scriptblocktext|payload|contextinfo|data)$/],
  ['pipe', /^pipename$/],
  ['service', /^(?:servicename|service|servicefilename)$/],
  [
    'operation',
    /^(?:eventname|operationname.*|operation|action|gcp\.audit\.method_name|eventtype)$/,
  ],
];

/** Shorter texts are in too many rules to tell two of them apart. */
const MIN_LENGTH = 4;

/**
 * The texts that a detection looks for, each once, without those of its exceptions. The key is the same for the
 * same text in the same kind of field.
 */
export function lookedFor({ predicate }: DetectionRule): ReadonlyMap<string, LookedFor> {
  const found = new Map<string, LookedFor>();
  const walk = (node: Predicate): void => {
    if (node.kind === 'and' || node.kind === 'or') node.of.forEach(walk);
    if (node.kind !== 'test' || node.test.kind !== 'pattern') return;
    const value = plainText(node.test.pattern).trim();
    if (value.length < MIN_LENGTH || !/\p{L}/u.test(value)) return;
    const kind = kindOf(node.field, value);
    const key = `${kind} ${value.toLowerCase()}`;
    const shown = kind === 'program' ? value.replace(/^[\\/]+/, '') : value;
    if (!found.has(key)) found.set(key, { kind, value: shown });
  };
  walk(predicate);
  return found;
}

function kindOf(field: string | null, value: string): string {
  const name = field?.toLowerCase() ?? '';
  const kind = KINDS.find(([, fields]) => fields.test(name))?.[0];
  if (kind === 'command line' && /^[-/]\S*$/.test(value)) return 'switch';
  return kind ?? (field === null ? 'word' : 'value');
}
