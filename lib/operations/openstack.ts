import { swiftContainer, webAddress } from './checks.ts';
import { exactName, ifExists, nameChoice, namePrefix } from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { OPENSTACK_REGIONS } from './suggestions.ts';
import { secretText, text } from './text-fields.ts';

const domain = (label: string, help: string) =>
  text({
    label,
    help,
    group: 'access',
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
      widget: 'url',
      placeholder: 'https://auth.cloud.ovh.net',
      required: true,
      check: webAddress('The auth URL', 'https://auth.cloud.ovh.net'),
    }),
    region: text({
      label: 'Region',
      help: 'The region of the object store, as the cloud’s catalogue writes it.',
      group: 'target',
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
      required: true,
      maxLength: 255,
    }),
    password: secretText({
      label: 'Password',
      help: 'Belongs to the user name. It is stored sealed and never shown again.',
      group: 'access',
      required: true,
      spaces: 'always',
    }),
    tenant_name: text({
      label: 'Tenant name',
      help: 'The project, when the user belongs to several.',
      group: 'access',
      maxLength: 255,
    }),
    user_domain_name: domain('User domain', 'The domain of the user, on clouds that have several.'),
    project_domain_name: domain(
      'Project domain',
      'The domain of the tenant, on clouds that have several.',
    ),
    file: exactName('File name'),
    file_prefix: namePrefix('File prefix'),
    if_exists: ifExists(),
  },
  choices: [nameChoice('file', 'file_prefix')],
  naming: { pattern: 'file', prefix: 'file_prefix' },
});
