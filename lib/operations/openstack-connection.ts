import { swiftContainer, webAddress } from './checks.ts';
import type { Choice } from './choice.ts';
import type { Way } from './field.ts';
import { OPENSTACK_REGIONS } from './suggestions.ts';
import { secretText, text } from './text-fields.ts';
import { oneOf } from './value-fields.ts';

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

/** Where a container is and how to get in, for files that go there or come from there. */
export const openstackConnection = (way: Way) => ({
  auth_url: text({
    label: 'Auth URL',
    help: 'The address of the Identity service (Keystone), without the version.',
    group: way,
    decidesPlace: true,
    widget: 'url',
    placeholder: 'https://auth.cloud.ovh.net',
    required: true,
    check: webAddress('The auth URL', 'https://auth.cloud.ovh.net'),
  }),
  region: text({
    label: 'Region',
    help: 'The region of the object store, as the cloud’s catalogue writes it.',
    group: way,
    decidesPlace: true,
    placeholder: 'RegionOne',
    required: true,
    suggestions: OPENSTACK_REGIONS,
    maxLength: 255,
  }),
  container: text({
    label: 'Container',
    help:
      way === 'target'
        ? 'The container that the files go into. It must exist.'
        : 'The container that holds the files.',
    group: way,
    placeholder: 'my-container',
    required: true,
    check: swiftContainer,
  }),
  username: text({
    label: 'User name',
    help:
      way === 'target'
        ? 'A user who may write to the container.'
        : 'A user who may read the container.',
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
    ...(way === 'source' ? { addition: true } : {}),
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
});

/** The ways to sign in there. */
export const openstackAccess = {
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
} as const satisfies Choice;

export const openstackInterface = () =>
  oneOf({
    label: 'Interface',
    help: 'Which address of the object store is used. Left empty: public.',
    group: 'advanced',
    addition: true,
    options: [
      { value: 'public', label: 'public', help: 'The address for everybody.' },
      { value: 'internal', label: 'internal', help: 'From within the cloud’s own network.' },
      { value: 'admin', label: 'admin', help: 'For those who run the cloud.' },
    ],
  });
