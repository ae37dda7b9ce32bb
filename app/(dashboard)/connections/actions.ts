'use server';

import { z } from 'zod';
import { checkConnection } from '#lib/connections/check-connection.ts';
import { openConnections } from '#lib/connections/context.ts';
import { CreateConnectionInput, createConnection } from '#lib/connections/create-connection.ts';
import { deleteConnection } from '#lib/connections/delete-connection.ts';
import { UpdateConnectionInput, updateConnection } from '#lib/connections/update-connection.ts';
import { action, formAction } from '#lib/web/action.ts';

const One = z.object({ id: z.uuid() });

export const createConnectionAction = formAction(
  'connection.manage',
  CreateConnectionInput,
  ({ viewer, input }) => createConnection(openConnections(viewer), input),
);

export const updateConnectionAction = formAction(
  'connection.manage',
  UpdateConnectionInput,
  ({ viewer, input }) => updateConnection(openConnections(viewer), input),
);

export const checkConnectionAction = action('connection.manage', One, ({ viewer, input }) =>
  checkConnection(openConnections(viewer), input.id),
);

export const deleteConnectionAction = action('connection.manage', One, ({ viewer, input }) =>
  deleteConnection(openConnections(viewer), input.id),
);
