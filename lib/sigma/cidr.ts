/** An address as its 32 or 128 bits. */
export interface Address {
  readonly version: 4 | 6;
  readonly bits: bigint;
}

export interface Network {
  readonly version: 4 | 6;
  /** Written the usual way, bits after the prefix zero. */
  readonly network: string;
  readonly prefix: number;
}

/** `10.0.0.0/8` or `fe80::/10`; an address without a prefix is a network of one. Null if it is neither. */
export function parseCidr(text: string): Network | null {
  const [head = '', length, ...rest] = text.trim().split('/');
  const address = parseAddress(head);
  if (!address || rest.length > 0) return null;
  const size = address.version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const prefix = length === undefined ? size : Number(length);
  if (prefix > size) return null;
  const masked = (address.bits >> BigInt(size - prefix)) << BigInt(size - prefix);
  return { version: address.version, network: printAddress(address.version, masked), prefix };
}

function parseAddress(text: string): Address | null {
  if (text.includes(':')) return parseV6(text);
  const bits = parseV4(text);
  return bits === null ? null : { version: 4, bits };
}

function parseV4(text: string): bigint | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  let bits = 0n;
  for (const octet of match.slice(1)) {
    if (Number(octet) > 255) return null;
    bits = (bits << 8n) | BigInt(octet);
  }
  return bits;
}

function parseV6(text: string): Address | null {
  // A zone (`fe80::1%eth0`) names an interface and is not part of the address.
  let body = text.replace(/%.*$/, '');
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(body);
  if (dotted) {
    const low = parseV4(dotted[2] ?? '');
    if (low === null) return null;
    body = `${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  }
  const halves = body.split('::');
  if (halves.length > 2) return null;
  const head = halves[0] ? halves[0].split(':') : [];
  const tail = halves[1] ? halves[1].split(':') : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let bits = 0n;
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    bits = (bits << 16n) | BigInt(`0x${group}`);
  }
  return { version: 6, bits };
}

function printAddress(version: 4 | 6, bits: bigint): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  let run = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > run.length) run = { start, length };
  }
  if (run.length < 2) return groups.join(':');
  const before = groups.slice(0, run.start).join(':');
  return `${before}::${groups.slice(run.start + run.length).join(':')}`;
}

/** Whether an address in text lies in the network; IPv4 mapped into IPv6 counts as IPv4. */
export function createCidrTest(network: Network): (text: string) => boolean {
  const parsed = parseAddress(network.network);
  const shift = BigInt((network.version === 4 ? 32 : 128) - network.prefix);
  const wanted = parsed ? parsed.bits >> shift : -1n;
  return (text) => {
    const address = parseAddress(text.trim());
    if (!address) return false;
    if (address.version === network.version) return address.bits >> shift === wanted;
    const mapped = address.version === 6 && address.bits >> 32n === 0xffffn;
    return mapped && (address.bits & 0xffffffffn) >> shift === wanted;
  };
}
