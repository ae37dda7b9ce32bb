import type { Attempt, OpensTarget, OutgoingFile } from '../../delivery/target.ts';
import type { AzureContext } from './azure-context.ts';
import { LARGEST_PUT } from './blocks.ts';
import { readBlockUpload } from './checkpoint.ts';
import { createContext } from './create-context.ts';
import { describeAzureFailure } from './describe-failure.ts';
import { putWhole } from './put-whole.ts';
import { Refusal } from './refusal.ts';
import { sendInBlocks } from './send-in-blocks.ts';
import { readSettings } from './settings.ts';

/** Small files wait for the service more than for the line. */
const FILES_AT_ONCE = 12;

/**
 * Stores files in a container of Azure Blob Storage. The REST API is spoken directly: the SDK dates its
 * signatures by the clock of the machine rather than the engine's, and has no way to wait with a large
 * body until the service has let us in.
 */
export const azureBlobTarget: OpensTarget = {
  async open(options, { egress, clock, partSize }) {
    const settings = readSettings(options);
    const context = createContext(settings, { egress, clock, partSize });
    return {
      parallelFiles: FILES_AT_ONCE,

      async deliver(file, attempt) {
        try {
          const stored = await store(context, file, attempt);
          const { account, container } = settings;
          return { location: `az://${account}/${container}/${file.name}`, ...stored };
        } catch (error) {
          attempt.signal.throwIfAborted();
          throw describeAzureFailure(error, context, file.name);
        }
      },

      /**
       * Nothing can be done that harms nobody, so nothing is: blocks that wait belong to a name, not to
       * an upload. Whatever drops them writes under that name (Put Blob, Put Block List), in place of
       * what is there, or for a moment where nothing was. Nobody sees them in listings or reads them,
       * but they may be billed until Azure drops them, a week after the last.
       * https://learn.microsoft.com/rest/api/storageservices/put-block#remarks
       */
      async discard() {},

      async close() {
        context.agents.destroy();
      },
    };
  },
};

async function store(context: AzureContext, file: OutgoingFile, attempt: Attempt) {
  const isBegun = readBlockUpload(attempt.checkpoint) !== undefined;
  if (file.size <= context.threshold && !isBegun) return await putWhole(context, file, attempt);
  try {
    return await sendInBlocks(context, file, attempt);
  } catch (error) {
    if (!isBlockedByOthers(error) || file.size > LARGEST_PUT) throw error;
    return await putWhole(context, file, attempt);
  }
}

/** What waits there from another program, or is no block blob, can be replaced, but not added to. */
const isBlockedByOthers = (error: unknown): boolean =>
  error instanceof Refusal &&
  /^(InvalidBlobOrBlock|InvalidBlobType|InvalidBlockId)$/.test(error.code);
