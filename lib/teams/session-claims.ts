/** What a session's cookie says. Everything else is looked up each time, so that it is true now. */
export type SessionClaims = {
  userId: string;
  /** The row of the session: without it the cookie opens nothing. */
  sessionId: string;
};
