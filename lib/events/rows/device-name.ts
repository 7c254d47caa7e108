/** The device columns that `_ASIM_ResolveDvcFQDN` makes of a computer's name. */
export interface DeviceColumns {
  readonly DvcHostname: string;
  readonly DvcDomain: string;
  readonly DvcFQDN: string;
}

/** A name without its domain, the domain, and both where there is one, as `_ASIM_ResolveFQDN` cuts them. */
export function resolveFqdn(full: string): { name: string; domain: string; fqdn: string } {
  const dot = full.indexOf('.');
  if (dot === -1) return { name: full, domain: '', fqdn: '' };
  return { name: full.slice(0, dot), domain: full.slice(dot + 1), fqdn: full };
}

/** The columns of a parser that invokes `_ASIM_ResolveDvcFQDN` on the computer's name. */
export function resolveDevice(computer: string): DeviceColumns {
  const { name, domain, fqdn } = resolveFqdn(computer);
  return { DvcHostname: name, DvcDomain: domain, DvcFQDN: fqdn };
}
