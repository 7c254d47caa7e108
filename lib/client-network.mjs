/**
 * What counts as one client of an address: an IPv4 address, or the /64 network of an IPv6 one, which a client owns.
 * @param {string} address as a socket or a proxy gives it
 * @returns {string}
 */
export function clientNetwork(address) {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  return address.includes(':') ? network(address) : address;
}

function network(address) {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groupsOf = (text) => (text ?? '').split(':').filter(Boolean);
  const missing = 8 - groupsOf(head).length - groupsOf(tail).length;
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, missing) }, () => '0');
  return [...groupsOf(head), ...zeros, ...groupsOf(tail)]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
