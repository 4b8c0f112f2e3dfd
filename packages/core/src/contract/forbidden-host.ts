import { BlockList, isIPv6 } from 'node:net'

/**
 * Addresses at which no system of a customer's is, but where a cloud keeps its machines' credentials, or a packet reaches
 * everybody. Private networks and this machine are not among them: that is where systems of one's own are.
 */
const never = new BlockList()
never.addSubnet('0.0.0.0', 8, 'ipv4')
never.addSubnet('169.254.0.0', 16, 'ipv4') // link-local: 169.254.169.254
never.addSubnet('224.0.0.0', 3, 'ipv4') // multicast, reserved, broadcast
never.addAddress('100.100.100.200', 'ipv4') // Alibaba's metadata
never.addSubnet('::', 128, 'ipv6')
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
never.addAddress('fd00:ec2::254', 'ipv6') // Amazon's metadata
never.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6') // the same by NAT64

const neverNamed = /^(metadata|metadata\.google\.internal|instance-data)\.?$/i

/**
 * Whether a configured host is one that no plugin may be pointed at. What a name resolves to is not looked up: that is for the
 * network's own rules.
 * @param host a name or an address, IPv6 with or without brackets
 */
export function isForbiddenHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  // URL writes every spelling of an IPv4 address (decimal, hexadecimal, short) in its usual form.
  const written = URL.parse(`http://${isIPv6(bare) ? `[${bare}]` : bare}/`)
  const address = written === null ? bare : written.hostname.replace(/^\[(.*)\]$/, '$1')
  return neverNamed.test(address) || never.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
