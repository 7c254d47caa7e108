import type { ReadFiles } from './file-drop';
import { MAX_TEXT_BYTES } from './limits';

/** How every EVTX file begins. */
const EVTX_START = 'ElfFile\0';

/** The text of rule or event files. Binary event logs are refused with the command that converts them. */
export const readFiles: ReadFiles = async (files) => {
  for (const file of files) {
    if (await isEvtx(file)) return { refusal: evtxRefusal(file.name) };
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_TEXT_BYTES) return { refusal: sizeRefusal(files, size) };
  const texts = await Promise.all(files.map((file) => file.text()));
  return { text: texts.join('\n') };
};

async function isEvtx(file: File): Promise<boolean> {
  if (/\.evtx$/i.test(file.name)) return true;
  return (await file.slice(0, EVTX_START.length).text()) === EVTX_START;
}

function evtxRefusal(name: string): string {
  const lines = `${name.replace(/\.evtx$/i, '')}.jsonl`;
  return `${name} is a binary event log. Convert it with evtx_dump (github.com/omerbenamram/evtx), then open ${lines} here: \`evtx_dump -o jsonl -f ${quoted(lines)} ${quoted(name)}\``;
}

function sizeRefusal(files: readonly File[], size: number): string {
  const what = files.length === 1 ? files[0]?.name : `These ${files.length} files`;
  const verb = files.length === 1 ? 'has' : 'have';
  return `${what} ${verb} ${Math.ceil(size / 1024).toLocaleString('en-US')} KiB. Rule and events together may have ${MAX_TEXT_BYTES / 1024} KiB: open a part of it, such as the first hundred events.`;
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`;
}
