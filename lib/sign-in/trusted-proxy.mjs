import ipaddr from 'ipaddr.js';

const MAX_NAME = 200;

/**
 * A function that says whom a proxy of the operator's has signed in.
 * @param {{ header: string, groupsHeader: string | null, addresses: readonly string[] }} settings
 * @returns {(request: import('node:http').IncomingMessage) =>
 *   { name: string, groups: string[] } | { problem: 'none' | 'untrusted' | 'twice' }}
 */
export function trustedProxy({ header, groupsHeader, addresses }) {
  const networks = addresses.map((one) =>
    one.includes('/') ? ipaddr.parseCIDR(one) : wholeAddress(ipaddr.process(one)),
  );
  return ({ headersDistinct, socket }) => {
    const names = headersDistinct[header] ?? [];
    if (names.length === 0 || names[0].trim() === '') return { problem: 'none' };
    if (!isIn(networks, socket.remoteAddress)) return { problem: 'untrusted' };
    // A proxy that adds its header to the client's leaves two, and nobody knows which is whose.
    if (names.length > 1) return { problem: 'twice' };
    const groups = groupsHeader === null ? [] : (headersDistinct[groupsHeader] ?? []);
    if (groups.length > 1) return { problem: 'twice' };
    return {
      name: names[0].trim().slice(0, MAX_NAME),
      groups: (groups[0] ?? '')
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    };
  };
}

function wholeAddress(address) {
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isIn(networks, text) {
  if (!text || !ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  );
}
