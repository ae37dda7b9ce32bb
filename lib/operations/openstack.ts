import { headerValue, metadataName } from './checks.ts';
import {
  contentDispositionField,
  contentTypeField,
  exactName,
  ifExists,
  nameChoice,
  namePrefix,
} from './common-fields.ts';
import {
  openstackAccess,
  openstackConnection,
  openstackInterface,
} from './openstack-connection.ts';
import { defineOperation } from './operation.ts';
import { hostOf, inside } from './place-words.ts';
import { CACHE_CONTROLS } from './suggestions.ts';
import { text } from './text-fields.ts';
import { integer, keyValues } from './value-fields.ts';

export const exportOpenstack = defineOperation({
  id: 'export/openstack',
  kind: 'export',
  title: 'OpenStack Swift',
  summary: 'Stores files in a container of OpenStack Object Storage.',
  fields: {
    ...openstackConnection('target'),
    file: exactName('File name'),
    file_prefix: namePrefix('File prefix'),
    if_exists: ifExists(),
    content_type: contentTypeField({ addition: true }),
    content_disposition: contentDispositionField(headerValue, { addition: true }),
    content_encoding: text({
      label: 'Content encoding',
      help: 'Only when the file is compressed already and browsers are to unpack it.',
      group: 'headers',
      placeholder: 'gzip',
      addition: true,
      check: headerValue,
    }),
    cache_control: text({
      label: 'Cache control',
      help: 'How long browsers and proxies may keep the file. Old clouds pass over it.',
      group: 'headers',
      placeholder: 'max-age=172800',
      addition: true,
      suggestions: CACHE_CONTROLS,
      check: headerValue,
    }),
    metadata: keyValues({
      label: 'Metadata',
      help: 'Kept with each file. The prefix X-Object-Meta- is put in front where it is missing.',
      group: 'headers',
      addition: true,
      entry: { key: 'key', value: 'value' },
      checkKey: metadataName,
      checkValue: headerValue,
      caseless: true,
    }),
    delete_after: integer({
      label: 'Delete after',
      help: 'Seconds after which the cloud removes the file. Left empty, it stays.',
      group: 'advanced',
      placeholder: '86400',
      addition: true,
      min: 1,
      max: 3_153_600_000,
    }),
    interface: openstackInterface(),
  },
  choices: [openstackAccess, nameChoice('file', 'file_prefix')],
  naming: { pattern: 'file', prefix: 'file_prefix' },
  describePlace: ({ container, auth_url, region }) =>
    inside(container, [hostOf(auth_url), region].filter(Boolean).join(', ')),
});
