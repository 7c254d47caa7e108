import { load as loadYaml, YAMLException } from 'js-yaml';
import type { ZodType } from 'zod';
import { positionAt } from '@/lib/diagnostic';
import { type Positions, pathKey, readPositions } from '@/lib/yaml-positions';
import {
  type CategoryEntry,
  type FieldNamesFile,
  fieldNamesFile,
  type LogSourceFile,
  logSourceFile,
  type ServiceEntry,
} from './file-schema';

export interface LogSourceText {
  /** Below `content/log-sources`. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a file; `message` begins with `path:line field`. */
export interface LogSourceProblem {
  readonly path: string;
  readonly message: string;
}

type Path = readonly PropertyKey[];
export type ReportAt = (path: Path, message: string) => void;

/** An entry with its presets applied, and where to report what is wrong with it. */
export interface Written<T> {
  readonly entry: T;
  /** The services of the same file, for a category that names no log. */
  readonly fileServices: readonly string[];
  readonly report: ReportAt;
}

/** The files of one product, put together. */
export interface WrittenProduct {
  readonly header: Omit<LogSourceFile, 'presets' | 'categories' | 'services'>;
  readonly report: ReportAt;
  readonly categories: ReadonlyMap<string, Written<CategoryEntry>>;
  readonly services: ReadonlyMap<string, Written<ServiceEntry>>;
}

interface OpenProduct {
  header: LogSourceFile;
  report: ReportAt;
  categories: Map<string, Written<CategoryEntry>>;
  services: Map<string, Written<ServiceEntry>>;
}

/** Log sources that need no product are those of this product. */
export const NO_PRODUCT = null;

/** Reads and validates the files; an entry at fault is left out and reported. */
export function readEntries(
  files: readonly LogSourceText[],
  problems: LogSourceProblem[],
): { products: Map<string | null, WrittenProduct>; fieldNames: FieldNamesFile } {
  const products = new Map<string | null, OpenProduct>();
  let fieldNames: FieldNamesFile = {};
  for (const file of files) {
    const report = reporter(file, problems);
    if (file.path === 'fields.yml') {
      fieldNames = parse(file, fieldNamesFile, report, problems) ?? {};
      continue;
    }
    const read = parse(file, logSourceFile, report, problems);
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
  const fileServices = Object.keys(file.services ?? {});
  const add = <T extends CategoryEntry | ServiceEntry>(
    kind: 'categories' | 'services',
    entries: Readonly<Record<string, T>>,
    known: Map<string, Written<T>>,
  ): void => {
    for (const [key, written] of Object.entries(entries)) {
      const at = [kind, key];
      if (known.has(key)) {
        report(at, 'another file has this entry already');
        continue;
      }
      const entry = withPresets(written, file, (path, message) =>
        report([...at, ...path], message),
      );
      if (!entry.sources) report(at, 'needs sources, its own or those of the file');
      known.set(key, { entry, fileServices, report: (path, why) => report([...at, ...path], why) });
    }
  };
  add('categories', file.categories ?? {}, product.categories);
  add('services', file.services ?? {}, product.services);
}

/** What a file says of its product. Two files may not both state it; each has sources of its own. */
function addHeader(file: LogSourceFile, product: OpenProduct, report: ReportAt): void {
  const { presets, categories, services, sources, product: named, ...header } = file;
  for (const key of Object.keys(header)) {
    if (Object.hasOwn(product.header, key)) report([key], 'another file of the product states it');
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
    if (!preset)
      report(
        typeof written.use === 'string' ? ['use'] : ['use', at],
        `no preset is called '${name}'`,
      );
    return preset ? [preset] : [];
  });
  return Object.assign({}, { sources: file.sources }, ...parts, written);
}

function reporter(file: LogSourceText, problems: LogSourceProblem[]): ReportAt {
  let positions: Positions | null = null;
  return (path, message) => {
    positions ??= readPositions(file.text);
    let start: number | undefined;
    for (let length = path.length; length >= 0 && start === undefined; length--) {
      start = positions.get(pathKey(path.slice(0, length)))?.start;
    }
    const { line } = positionAt(file.text, start ?? 0);
    const field = path.map(String).join('.');
    problems.push({
      path: file.path,
      message: `${file.path}:${line} ${field ? `${field}: ` : ''}${message}`,
    });
  };
}

function parse<T>(
  file: LogSourceText,
  schema: ZodType<T>,
  report: ReportAt,
  problems: LogSourceProblem[],
): T | null {
  let data: unknown;
  try {
    data = loadYaml(file.text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line } = positionAt(file.text, error.mark?.position ?? 0);
    problems.push({
      path: file.path,
      message: `${file.path}:${line} is not YAML: ${error.reason}`,
    });
    return null;
  }
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : null;
    report(unknown === null ? issue.path : [...issue.path, unknown], issue.message);
  }
  return null;
}
