import type { ConnectorFile, ConnectorPart, WrittenConnector } from './file-schema';

export type ConnectorPresets = ReadonlyMap<string, ConnectorPart>;

/** The presets that the entries of a file can use: its own, and the shared ones they do not replace. */
export function presetsFor(file: ConnectorFile, shared: ConnectorPresets): ConnectorPresets {
  return new Map([...shared, ...Object.entries(file.presets ?? {})]);
}

/** The names in an entry's `use`. */
export function usedPresets({ use = [] }: WrittenConnector): readonly string[] {
  return [use].flat();
}

/**
 * An entry with its presets under it: later presets win over earlier ones, the entry over all, and
 * `constants` and `columns` add up. Names without a preset add nothing.
 */
export function applyPresets(entry: WrittenConnector, presets: ConnectorPresets): ConnectorPart {
  const { use: _, ...own } = entry;
  const parts = [...usedPresets(entry).flatMap((name) => presets.get(name) ?? []), own];
  return {
    ...Object.assign({}, ...parts),
    constants: Object.assign({}, ...parts.map(({ constants }) => constants)),
    columns: Object.assign({}, ...parts.map(({ columns }) => columns)),
  };
}
