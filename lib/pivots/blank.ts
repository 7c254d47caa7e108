/** A literal to put a column's value into; one between three backticks takes quotes and line breaks as they are. */
export function blank(column: string, texts: readonly string[]): string {
  return texts.includes(column) ? `\`\`\`<${column}>\`\`\`` : `@"<${column}>"`;
}
