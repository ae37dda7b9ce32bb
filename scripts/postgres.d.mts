/** A server of its own, gone with all its data once it is stopped. */
export function startPostgres(): Promise<{ url: string; stop(): Promise<void> }>;
