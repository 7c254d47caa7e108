import { categoryFacts, currentLogSources, serviceFacts } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { LogSource } from './types';

/** A log source as the rest of the world writes it, and what it evidently means. */
export interface Meant {
  readonly logsource: LogSource;
  /** Why, in whole sentences. Empty if it is what the rule says. */
  readonly reasons: readonly string[];
}

/**
 * Reads a log source that names something known in the wrong place: a category as a service or the
 * reverse, beside a category the service that records it anyway, other letter case, `any` as a product.
 */
export function meantLogSource(written: LogSource): Meant {
  const key = `${written.product}\0${written.category}\0${written.service}`;
  if (asWritten.has(key)) return { logsource: written, reasons: [] };
  const reasons: string[] = [];
  let meant = written;
  for (const read of [withoutAny, inLowerCase, inItsPlace, withoutItsLog, onAnyProduct]) {
    const step = read(meant);
    if (!step) continue;
    meant = step.logsource;
    addAll(reasons, step.reasons);
  }
  if (reasons.length === 0 && asWritten.size < MAX_REMEMBERED) asWritten.add(key);
  return { logsource: meant, reasons };
}

/** Log sources that mean what they say, which most rules have. */
const asWritten = new Set<string>();
const MAX_REMEMBERED = 1_000;

function withoutAny(logsource: LogSource): Meant | null {
  const { product, category, service } = logsource;
  if (!/^(?:any|all|\*)$/i.test(product ?? '') || (category ?? service) === null) return null;
  return {
    logsource: { ...logsource, product: null },
    reasons: [
      `The product \`${product}\` means every product, which a rule says by leaving it out.`,
    ],
  };
}

function inLowerCase(logsource: LogSource): Meant | null {
  const { product, category, service } = logsource;
  const lower: LogSource = {
    ...logsource,
    product: product?.toLowerCase() ?? null,
    category: category?.toLowerCase() ?? null,
    service: service?.toLowerCase() ?? null,
  };
  const isSame = product === lower.product && category === lower.category;
  if ((isSame && service === lower.service) || isKnown(logsource) || !isKnown(lower)) return null;
  return { logsource: lower, reasons: ['The parts of a log source are written in lower case.'] };
}

function isKnown({ product, category, service }: LogSource): boolean {
  if (product !== null && !currentLogSources().products.has(product)) return false;
  return (
    (category === null || categoryFacts({ product, category, service: null }) !== null) &&
    (service === null || serviceFacts({ product, category: null, service }) !== null)
  );
}

/** A category under `service`, or a service under `category`. */
function inItsPlace(logsource: LogSource): Meant | null {
  const { product, category, service } = logsource;
  if (category === null && service !== null) {
    const asCategory = { product, category: service, service: null };
    if (serviceFacts(logsource) || !categoryFacts(asCategory)) return null;
    return {
      logsource: { ...logsource, ...asCategory },
      reasons: [`\`${service}\` is a category; write \`category: ${service}\`.`],
    };
  }
  if (category !== null && service === null) {
    const asService = { product, category: null, service: category };
    if (categoryFacts(logsource) || !serviceFacts(asService)) return null;
    return {
      logsource: { ...logsource, ...asService },
      reasons: [`\`${category}\` is a service; write \`service: ${category}\`.`],
    };
  }
  return null;
}

/** A category beside the service whose events it stands for. */
function withoutItsLog(logsource: LogSource): Meant | null {
  const { product, category, service } = logsource;
  if (category === null || service === null) return null;
  const [usual] = categoryFacts({ product, category, service: null })?.recordedIn ?? [];
  const own = serviceFacts({ product, category: null, service })?.recordedIn[0];
  const isItsLog = usual !== undefined && own?.channels[0] === usual.channels[0];
  if (!isItsLog && service !== category) return null;
  return {
    logsource: { ...logsource, service: null },
    reasons: [`The category \`${category}\` stands for these events of \`${service}\` already.`],
  };
}

/** A category that rules name without a product, with the product whose log records it. */
function onAnyProduct(logsource: LogSource): Meant | null {
  const { product, category, service } = logsource;
  if (product === null || category === null || service !== null) return null;
  const { any, products } = currentLogSources();
  const known = products.get(product);
  if (!known || known.categories.has(category)) return null;
  const [usual] = any.categories.get(category)?.recordedIn ?? [];
  const records = [...known.services.values()].some(
    ({ log }) => log !== null && log.channel === usual?.channels[0],
  );
  if (!records) return null;
  return {
    logsource: { ...logsource, product: null },
    reasons: [`Rules name the category \`${category}\` without a product.`],
  };
}
