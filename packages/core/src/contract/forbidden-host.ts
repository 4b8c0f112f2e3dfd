import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

/** Ranges at which no system of a customer's is: there a packet reaches everybody, nobody, or what hands out credentials. */
const neverIn = new Set(['unspecified', 'linkLocal', 'multicast', 'reserved', 'broadcast'])

/** Where clouds hand out their machines' credentials outside of those ranges: Alibaba's, Amazon's. */
const neverAt = new Set(['100.100.100.200', 'fd00:ec2::254'])

const neverNamed = /^(metadata|metadata\.google\.internal|instance-data)$/i

/**
 * Whether a configured host is one that no plugin may be pointed at. Private networks and this machine are not among them: that
 * is where systems of one's own are. What a name resolves to is not looked up: that is for the network's own rules.
 * @param host a name or an address, IPv6 with or without brackets
 */
export function isForbiddenHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  // It reads every spelling of an IPv4 address: decimal, hexadecimal, short, and mapped into IPv6.
  if (!ipaddr.isValid(bare)) return neverNamed.test(bare)
  return isForbiddenAddress(ipaddr.process(bare))
}

function isForbiddenAddress(address: IPv4 | IPv6): boolean {
  const range = address.range()
  // NAT64: the last four bytes are the IPv4 address that is reached.
  if (range === 'rfc6052') return isForbiddenAddress(ipaddr.fromByteArray(address.toByteArray().slice(-4)))
  return neverIn.has(range) || neverAt.has(address.toString())
}
