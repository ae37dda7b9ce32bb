/** Why a run was told to stop, as the reason of its signal; what becomes of the task depends on it. */
export const STOP = {
  /** A person ended or deleted the task. */
  cancelled: 'cancelled',
  /** This process ends: the task goes back to the queue. */
  shutdown: 'shutdown',
  /** Another run has the task. */
  lost: 'lost',
} as const;
