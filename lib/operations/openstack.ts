import { headerValue, metadataName, swiftContainer, webAddress } from './checks.ts';
import {
  contentDispositionField,
  contentTypeField,
  exactName,
  ifExists,
  nameChoice,
  namePrefix,
} from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { hostOf, inside } from './place-words.ts';
import { CACHE_CONTROLS, OPENSTACK_REGIONS } from './suggestions.ts';
import { secretText, text } from './text-fields.ts';
import { integer, keyValues, oneOf } from './value-fields.ts';

const domain = (label: string, help: string) =>
  text({
    label,
    help,
    group: 'access',
    decidesPlace: true,
    placeholder: 'Default',
    default: 'Default',
    addition: true,
    maxLength: 255,
  });

export const exportOpenstack = defineOperation({
  id: 'export/openstack',
  kind: 'export',
  title: 'OpenStack Swift',
  summary: 'Stores files in a container of OpenStack Object Storage.',
  fields: {
    auth_url: text({
      label: 'Auth URL',
      help: 'The address of the Identity service (Keystone), without the version.',
      group: 'target',
      decidesPlace: true,
      widget: 'url',
      placeholder: 'https://auth.cloud.ovh.net',
      required: true,
      check: webAddress('The auth URL', 'https://auth.cloud.ovh.net'),
    }),
    region: text({
      label: 'Region',
      help: 'The region of the object store, as the cloud’s catalogue writes it.',
      group: 'target',
      decidesPlace: true,
      placeholder: 'RegionOne',
      required: true,
      suggestions: OPENSTACK_REGIONS,
      maxLength: 255,
    }),
    container: text({
      label: 'Container',
      help: 'The container that the files go into. It must exist.',
      group: 'target',
      placeholder: 'my-container',
      required: true,
      check: swiftContainer,
    }),
    username: text({
      label: 'User name',
      help: 'A user who may write to the container.',
      group: 'access',
      decidesPlace: true,
      maxLength: 255,
    }),
    password: secretText({
      label: 'Password',
      help: 'Belongs to the user name. It is stored sealed and never shown again.',
      group: 'access',
      spaces: 'always',
    }),
    tenant_name: text({
      label: 'Tenant name',
      help: 'The project. Left empty, it is the user’s default project, or the only one.',
      group: 'access',
      maxLength: 255,
    }),
    user_domain_name: domain(
      'User domain',
      'The domain of the user, name or ID, on clouds that have several.',
    ),
    project_domain_name: domain(
      'Project domain',
      'The domain of the tenant, name or ID, on clouds that have several.',
    ),
    application_credential_id: text({
      label: 'Application credential ID',
      help: 'The ID, not the name. User, project and domains follow from it.',
      group: 'access',
      decidesPlace: true,
      identifies: 'application_credential_secret',
      addition: true,
      maxLength: 255,
    }),
    application_credential_secret: secretText({
      label: 'Application credential secret',
      help: 'Shown once, when the credential was made. It is stored sealed and never shown again.',
      group: 'access',
      addition: true,
      spaces: 'always',
    }),
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
    interface: oneOf({
      label: 'Interface',
      help: 'Which address of the object store is used. Left empty: public.',
      group: 'advanced',
      addition: true,
      options: [
        { value: 'public', label: 'public', help: 'The address for everybody.' },
        { value: 'internal', label: 'internal', help: 'From within the cloud’s own network.' },
        { value: 'admin', label: 'admin', help: 'For those who run the cloud.' },
      ],
    }),
  },
  choices: [
    {
      id: 'access',
      label: 'Sign in with',
      group: 'access',
      required: true,
      exclusive: false,
      options: [
        {
          id: 'password',
          label: 'User name and password',
          help: 'A user of the cloud.',
          fields: ['username', 'password'],
          optional: ['tenant_name', 'user_domain_name', 'project_domain_name'],
        },
        {
          id: 'application_credential',
          label: 'Application credential',
          help: 'Made for one project, and can be revoked by itself. Needs Keystone v3.',
          fields: ['application_credential_id', 'application_credential_secret'],
        },
      ],
    },
    nameChoice('file', 'file_prefix'),
  ],
  naming: { pattern: 'file', prefix: 'file_prefix' },
  describePlace: ({ container, auth_url, region }) =>
    inside(container, [hostOf(auth_url), region].filter(Boolean).join(', ')),
});
