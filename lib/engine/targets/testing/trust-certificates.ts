import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inject } from 'vitest';

/** As an administrator would by NODE_EXTRA_CA_CERTS; the certificate that nobody signed stays what it is. */
const { certificates } = inject('targets');
setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificates.ca, 'utf8')]);
