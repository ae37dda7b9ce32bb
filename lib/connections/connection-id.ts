import { z } from 'zod';
import { BUILTIN } from './places.ts';

/** `builtin`, or a connection's id; the built-in engine when it is not said. */
export const ConnectionId = z.union([z.literal(BUILTIN), z.uuid()]).optional();
