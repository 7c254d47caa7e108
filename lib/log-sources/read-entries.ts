import {
  type ReportAt,
  readYamlFile,
  reportOn,
  type YamlFile,
  type YamlProblem,
} from '@/lib/yaml-file';
import {
  type CategoryEntry,
  type FieldNamesFile,
  fieldNamesFile,
  type LogSourceFile,
  logSourceFile,
  type ServiceEntry,
} from './file-schema';

/** An entry with its presets applied, and where to report its faults. */
export interface Written<T> {
  readonly entry: T;
  /** The services of the same file, for a category that names no log. */
  readonly fileServices: readonly string[];
  readonly report: ReportAt;
}

/** The files of one product, merged. */
export interface WrittenProduct {
  readonly header: Omit<LogSourceFile, 'presets' | 'categories' | 'services'>;
  readonly report: ReportAt;
  readonly categories: ReadonlyMap<string, Written<CategoryEntry>>;
  readonly services: ReadonlyMap<string, Written<ServiceEntry>>;
}

interface OpenProduct extends WrittenProduct {
  header: LogSourceFile;
  report: ReportAt;
  readonly categories: Map<string, Written<CategoryEntry>>;
  readonly services: Map<string, Written<ServiceEntry>>;
}

/** The key for log sources that need no product. */
export const NO_PRODUCT = null;

/** Reads and validates the files. Skips and reports an entry at fault. */
export function readEntries(
  files: readonly YamlFile[],
  problems: YamlProblem[],
): { products: Map<string | null, WrittenProduct>; fieldNames: FieldNamesFile } {
  const products = new Map<string | null, OpenProduct>();
  let fieldNames: FieldNamesFile = {};
  for (const file of files) {
    const report = reportOn(file, problems);
    if (file.path === 'fields.yml') {
      fieldNames = readYamlFile(file, fieldNamesFile, problems) ?? {};
      continue;
    }
    const read = readYamlFile(file, logSourceFile, problems);
    if (read) addFile(read, products, report);
  }
  return { products, fieldNames };
}

function addFile(
  file: LogSourceFile,
  products: Map<string | null, OpenProduct>,
  report: ReportAt,
): void {
  const name = file.product ?? NO_PRODUCT;
  const product: OpenProduct = products.get(name) ?? {
    header: {},
    report,
    categories: new Map(),
    services: new Map(),
  };
  products.set(name, product);
  addHeader(file, product, report);
  addEntries('categories', file.categories ?? {}, file, product.categories, report);
  addEntries('services', file.services ?? {}, file, product.services, report);
}

function addEntries<T extends CategoryEntry | ServiceEntry>(
  kind: 'categories' | 'services',
  entries: Readonly<Record<string, T>>,
  file: LogSourceFile,
  known: Map<string, Written<T>>,
  reportOnFile: ReportAt,
): void {
  const fileServices = Object.keys(file.services ?? {});
  for (const [name, written] of Object.entries(entries)) {
    const report: ReportAt = (path, why) => reportOnFile([kind, name, ...path], why);
    if (known.has(name)) {
      report([], 'another file already has this entry');
      continue;
    }
    const entry = withPresets(written, file, report);
    if (!entry.sources) report([], 'needs sources, either its own or for the whole file');
    known.set(name, { entry, fileServices, report });
  }
}

/** What a file states about its product. Two files may not state the same fact. */
function addHeader(file: LogSourceFile, product: OpenProduct, report: ReportAt): void {
  const { presets, categories, services, sources, product: named, ...header } = file;
  for (const key of Object.keys(header)) {
    if (Object.hasOwn(product.header, key))
      report([key], 'another file of the product already states this');
    else product.report = report;
  }
  if (Object.keys(header).length > 0 && !sources) report([], 'needs sources');
  Object.assign(product.header, header);
}

function withPresets<T extends CategoryEntry | ServiceEntry>(
  written: T,
  file: LogSourceFile,
  report: ReportAt,
): T {
  const names = typeof written.use === 'string' ? [written.use] : (written.use ?? []);
  const parts = names.flatMap((name, at) => {
    const preset = Object.hasOwn(file.presets ?? {}, name) ? file.presets?.[name] : undefined;
    if (preset) return [preset];
    report(
      Array.isArray(written.use) ? ['use', at] : ['use'],
      `there is no preset named '${name}'`,
    );
    return [];
  });
  return Object.assign({}, { sources: file.sources }, ...parts, written);
}
