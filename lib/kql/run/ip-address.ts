/** Addresses as Kusto's ipv4_… and ipv6_… functions read them. */

/** An IPv4 address with an optional prefix, as a number. Null if the text is not one. */
export function parseIpv4(
  text: string,
): { readonly address: number; readonly prefix: number } | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (!found) return null;
  let address = 0;
  for (let part = 1; part <= 4; part++) {
    const octet = Number(found[part]);
    if (octet > 255) return null;
    address = address * 256 + octet;
  }
  const prefix = found[5] === undefined ? 32 : Number(found[5]);
  return prefix > 32 ? null : { address, prefix };
}

/** An address of either family as 128 bits; IPv4 is mapped, with its prefix counted from bit 96. */
export function parseIpv6(
  text: string,
): { readonly address: bigint; readonly prefix: number } | null {
  const trimmed = text.trim();
  const v4 = parseIpv4(trimmed);
  if (v4) return { address: 0xffff00000000n + BigInt(v4.address), prefix: 96 + v4.prefix };
  const [body = '', prefixText] = trimmed.split('/');
  const prefix = prefixText === undefined ? 128 : Number(prefixText);
  if (prefixText !== undefined && (!/^\d{1,3}$/.test(prefixText) || prefix > 128)) return null;
  const halves = body.split('::');
  if (halves.length > 2 || !body.includes(':')) return null;
  const groupsOf = (half: string): number[] | null => {
    if (half === '') return [];
    const groups: number[] = [];
    const parts = half.split(':');
    for (const [at, part] of parts.entries()) {
      const embedded = at === parts.length - 1 ? parseIpv4(part) : null;
      if (embedded) groups.push(Math.floor(embedded.address / 65536), embedded.address % 65536);
      else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
      else return null;
    }
    return groups;
  };
  const head = groupsOf(halves[0] ?? '');
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let address = 0n;
  for (const group of [...head, ...new Array<number>(missing).fill(0), ...tail]) {
    address = (address << 16n) + BigInt(group);
  }
  return { address, prefix };
}

/** Whether two addresses are equal under the shortest prefix; null if one cannot be read. */
export function matchIpv4(a: string, b: string, prefix = 32): boolean | null {
  const left = parseIpv4(a);
  const right = parseIpv4(b);
  if (!left || !right) return null;
  const bits = Math.min(left.prefix, right.prefix, prefix);
  const size = 2 ** (32 - bits);
  return Math.floor(left.address / size) === Math.floor(right.address / size);
}

export function matchIpv6(a: string, b: string, prefix = 128): boolean | null {
  const left = parseIpv6(a);
  const right = parseIpv6(b);
  if (!left || !right) return null;
  const shift = BigInt(128 - Math.min(left.prefix, right.prefix, prefix));
  return left.address >> shift === right.address >> shift;
}

/** Whether an address lies in a range in CIDR notation. */
export function isInIpv4Range(address: string, range: string): boolean | null {
  return matchIpv4(address, range);
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

export function isPrivateIpv4(address: string): boolean | null {
  if (!parseIpv4(address)) return null;
  return PRIVATE.some((range) => isInIpv4Range(address, range) === true);
}
