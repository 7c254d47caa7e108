/**
 * Copies text to the clipboard. The text may still be loading: browsers allow the write for a few
 * seconds after the click, and Safari only if the clipboard item is created at once. Pages served over
 * plain HTTP have no clipboard API, so they fall back to the old copy command. Rejects if that fails.
 */
export async function copyText(text: string | Promise<string>): Promise<void> {
  if (navigator.clipboard && typeof ClipboardItem !== 'undefined') {
    const blob = Promise.resolve(text).then((value) => new Blob([value], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return;
  }
  const area = document.createElement('textarea');
  area.value = await text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('The browser refused to copy.');
}

/** The text at an address of this site. Rejects unless the answer is a success. */
export async function fetchText(href: string): Promise<string> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  return response.text();
}
