import { defineOperation } from './operation.ts';
import { flag } from './value-fields.ts';

export const exportUrl = defineOperation({
  id: 'export/url',
  kind: 'export',
  title: 'Temporary URL',
  summary: 'Makes links to download the files, valid for 24 hours.',
  fields: {
    inline: flag({
      label: 'Show in the browser',
      help: 'Opens the file instead of saving it, where the browser can.',
      group: 'delivery',
      default: false,
    }),
    archive_multiple_files: flag({
      label: 'One ZIP for several files',
      help: 'Makes one link to a ZIP file instead of one link for each file.',
      group: 'delivery',
      default: false,
    }),
  },
});
