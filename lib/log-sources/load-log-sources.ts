import type { YamlFile, YamlProblem } from '@/lib/yaml-file';
import type { FieldNamesFile } from './file-schema';
import { NO_PRODUCT, readEntries, type WrittenProduct } from './read-entries';
import { indexRecordedEvents } from './recorded-events';
import { readRecordings } from './recordings';
import { resolveCategories } from './resolve-categories';
import { keywordsOf } from './resolve-facts';
import { entryKey, resolveServices } from './resolve-services';
import type { FieldWords, LogSourceFacts, LogSources, Product } from './types';

/**
 * Resolves the files of `content/log-sources`. Returns a problem for each fault, with file, line and
 * field, and skips the entry at fault.
 */
export function loadLogSources(files: readonly YamlFile[]): {
  logSources: LogSources;
  problems: readonly YamlProblem[];
} {
  const problems: YamlProblem[] = [];
  const { products: written, fieldNames } = readEntries(files, problems);
  const services = resolveServices(written);
  const recordings = readRecordings(written, services);
  const categories = resolveCategories(written, recordings);
  const serviceFacts = new Map([...services].map(([key, { facts }]) => [key, facts]));
  const products = new Map<string, Product>();
  let any = assemble(NO_PRODUCT, EMPTY, categories, serviceFacts);
  for (const [name, one] of written) {
    const product = assemble(name, one, categories, serviceFacts);
    if (name === NO_PRODUCT) any = product;
    else products.set(name, product);
  }
  return {
    logSources: {
      products,
      any,
      soleCategories: sole([...products.values()].map((product) => product.categories)),
      soleServices: sole([...products.values()].map((product) => product.services)),
      ...indexRecordedEvents(written, services, categories, recordings),
      productsByPlatform: byPlatform(products),
      fieldWords: readFieldWords(fieldNames),
    },
    problems,
  };
}

const EMPTY: WrittenProduct = {
  header: {},
  report: () => {},
  categories: new Map(),
  services: new Map(),
};

function assemble(
  name: string | null,
  { header, report, categories, services }: WrittenProduct,
  categoryFacts: ReadonlyMap<string, LogSourceFacts>,
  serviceFacts: ReadonlyMap<string, LogSourceFacts>,
): Product {
  const pick = (keys: Iterable<string>, from: ReadonlyMap<string, LogSourceFacts>) =>
    new Map(
      [...keys].flatMap((key) => {
        const facts = from.get(entryKey(name, key));
        return facts ? [[key, withFields(facts, header.fields)] as const] : [];
      }),
    );
  const own = pick(services.keys(), serviceFacts);
  const service = header.log === undefined ? null : (own.get(header.log) ?? null);
  if (header.log !== undefined && !service)
    report(['log'], `there is no service named '${header.log}'`);
  if (name !== NO_PRODUCT && !header.name) report([], 'needs a name for the product');
  return {
    name: header.name ?? null,
    kind: header.kind ?? null,
    platforms: header.platforms ?? [],
    paths: header.paths ?? 'windows',
    lists: header.lists ?? true,
    program: header.program ?? null,
    keywords: header.keywords ? keywordsOf(header.keywords) : null,
    service,
    categories: pick(categories.keys(), categoryFacts),
    services: own,
  };
}

/** Adds the fields that all log sources of a product share to each one that lists its fields. */
function withFields(facts: LogSourceFacts, more: readonly string[] | undefined): LogSourceFacts {
  return facts.fields && more ? { ...facts, fields: new Set([...facts.fields, ...more]) } : facts;
}

/** Entries that exactly one product has, by name. */
function sole(
  maps: readonly ReadonlyMap<string, LogSourceFacts>[],
): ReadonlyMap<string, LogSourceFacts> {
  const found = new Map<string, LogSourceFacts>();
  const shared = new Set<string>();
  for (const [name, facts] of maps.flatMap((map) => [...map])) {
    if (found.has(name)) shared.add(name);
    else found.set(name, facts);
  }
  for (const name of shared) found.delete(name);
  return found;
}

function byPlatform(products: ReadonlyMap<string, Product>): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [name, { platforms }] of products) {
    for (const platform of platforms) found.set(platform, [...(found.get(platform) ?? []), name]);
  }
  return found;
}

function readFieldWords(names: FieldNamesFile): Map<string, FieldWords> {
  return new Map(
    Object.entries(names).map(([field, words]) => [
      field,
      typeof words === 'string' ? { name: words, path: null } : words,
    ]),
  );
}
