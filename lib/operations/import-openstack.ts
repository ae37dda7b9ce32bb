import {
  openstackAccess,
  openstackConnection,
  openstackInterface,
} from './openstack-connection.ts';
import { defineOperation } from './operation.ts';
import { importedName, sourceChoice, sourceName, sourcePrefix } from './source-fields.ts';

export const importOpenstack = defineOperation({
  id: 'import/openstack',
  kind: 'import',
  title: 'OpenStack Swift',
  summary: 'Fetches files from a container of OpenStack Object Storage.',
  fields: {
    ...openstackConnection('source'),
    file: sourceName('File name there'),
    file_prefix: sourcePrefix('File prefix'),
    filename: importedName(),
    interface: openstackInterface(),
  },
  choices: [openstackAccess, sourceChoice('file', 'file_prefix')],
});
