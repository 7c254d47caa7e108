/**
 * Puts text on the clipboard. The text may still be on its way: browsers let a page write within a
 * few seconds of the press, and Safari only when the clipboard item was made at once. Pages served
 * over plain HTTP have no clipboard interface, so the old command remains as the last way.
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

/** The text at an address of this site. */
export async function fetchText(href: string): Promise<string> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  return response.text();
}
