import type { ConnectorFile, ConnectorPart, WrittenConnector } from './file-schema';

export type ConnectorPresets = ReadonlyMap<string, ConnectorPart>;

/** The presets that a file's entries can use: its own, plus shared ones that it does not override. */
export function presetsFor(file: ConnectorFile, shared: ConnectorPresets): ConnectorPresets {
  return new Map([...shared, ...Object.entries(file.presets ?? {})]);
}

/** The names in an entry's `use`. */
export function usedPresets({ use = [] }: WrittenConnector): readonly string[] {
  return [use].flat();
}

/**
 * An entry merged with its presets. Later presets override earlier ones and the entry overrides all;
 * `constants` and `columns` accumulate. A name without a preset adds nothing.
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
