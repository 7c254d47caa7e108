import { describeEvents, otherCase } from './log-source-fixture';

describeEvents('web, network and scanners', [
  otherCase(
    'Qualys',
    { product: 'qualys' },
    'selection: { host.scan.vuln: 10693 }',
    { host: { scan: { vuln: 10693 } } },
    ['QualysHostDetectionV3_CL'],
  ),
  otherCase(
    'proxy',
    { category: 'proxy' },
    `selection: { c-uri|contains: '/ledger/', c-useragent|startswith: Ledger, cs-method: POST }`,
    { 'c-uri': 'http://host.test/ledger/a?b=c', 'c-useragent': 'Ledger/7', 'cs-method': 'POST' },
    ['CommonSecurityLog', '_Im_WebSession', 'NetworkAccessTraffic', 'DeviceNetworkEvents'],
  ),
  otherCase(
    'web server',
    { category: 'webserver' },
    `selection: { cs-method: GET, cs-uri-query|contains: '/ledger?a=', sc-status: 200 }`,
    {
      'cs-method': 'GET',
      'cs-uri-stem': '/shop/ledger',
      'cs-uri-query': '/ledger?a=1',
      'sc-status': 200,
    },
    ['W3CIISLog'],
  ),
  otherCase(
    'firewall',
    { category: 'firewall' },
    'selection: { dst_port: [21, 23], action: accept }',
    { src_ip: '10.1.2.3', dst_ip: '203.0.113.9', dst_port: 23, action: 'accept' },
    ['CommonSecurityLog', '_Im_NetworkSession'],
  ),
  otherCase(
    'DNS',
    { category: 'dns' },
    `selection: { query|endswith: '.host.test' }`,
    { query: 'a.host.test', record_type: 'A', answer: '203.0.113.9' },
    ['DnsEvents', '_Im_Dns'],
  ),
  otherCase(
    'Zeek HTTP',
    { product: 'zeek', service: 'http' },
    `selection: { method: GET, uri|contains: '/ledger' }`,
    { method: 'GET', uri: '/ledger/a', host: 'host.test' },
    ['Corelight_v2_http_CL'],
  ),
]);
