import { BlockList, isIPv6 } from 'node:net'

/**
 * Addresses at which no database is, but where a cloud keeps its machines' credentials, or a packet reaches everybody. Private
 * networks and this machine are not among them: that is where databases are.
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

const neverNamed = /^(metadata|metadata\.google\.internal|instance-data)\.?$/i

/** Whether a database may be at a host. What a name resolves to is not looked up: that is for the network's own rules. */
export function isReachableHost(host: string): boolean {
  // URL writes every spelling of an IPv4 address (decimal, hexadecimal, short) in its usual form.
  const written = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}/`)
  const address = written === null ? host : written.hostname.replace(/^\[(.*)\]$/, '$1')
  return !neverNamed.test(address) && !never.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
