import { expect, test } from 'vitest'
import { isForbiddenHost } from './forbidden-host.ts'

test.each([
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '169.254.43518',
  '169.254.169.254.',
  '::ffff:169.254.169.254',
  '100.100.100.200',
  '0.0.0.0',
  '255.255.255.255',
  '[fe80::1]',
  'fd00:ec2::254',
  '64:ff9b::a9fe:a9fe',
  'metadata.google.internal',
  'Metadata.Google.Internal.',
  'instance-data',
])('%s is where a cloud keeps credentials, or nobody', (host) => expect(isForbiddenHost(host)).toBe(true))

test.each([
  '127.0.0.1',
  'localhost',
  '10.0.0.5',
  '192.168.1.2',
  '[::1]',
  'db.example.com',
  'metadata.example.com',
  'not a host',
])('%s may be a system of one’s own', (host) => expect(isForbiddenHost(host)).toBe(false))
