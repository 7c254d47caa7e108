import { INVISIBLE } from './invisible';

/** What may come before a formula's sign without keeping a spreadsheet from running it. */
const LEADING = new RegExp(`^[\\s"'\`${INVISIBLE}]+`, 'u');

/** A line as RFC 4180 has it. A cell that a spreadsheet could run as a formula becomes text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string): string {
  const text = isFormula(cell) ? `'${cell}` : cell;
  // Some spreadsheets split a line at semicolons or tabs, but never inside quotes.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Whether a cell begins like a formula: with one of `= + - @` or a form of them (full-width, small, raised,
 * lowered, the minus sign), also after spaces, quotes and invisible characters, or with a tab or a line
 * break. See https://owasp.org/www-community/attacks/CSV_Injection.
 */
function isFormula(cell: string): boolean {
  if (/^[\t\r\n]/.test(cell)) return true;
  return /^[=+\-@\u2212]/.test(cell.replace(LEADING, '').slice(0, 2).normalize('NFKC'));
}
