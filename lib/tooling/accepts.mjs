/**
 * Whether a client takes an encoding, by its header Accept-Encoding.
 * @param {string} header
 * @param {'br' | 'gzip'} encoding
 */
export function accepts(header, encoding) {
  const asked = header.split(',').map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const [, ...parameters] = asked.find(([coding]) => coding === encoding) ?? [null, 'q=0'];
  return !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
}
