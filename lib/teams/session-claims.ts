/** What a session says of itself. Everything else is looked up each time, so that it is true now. */
export type SessionClaims = {
  userId: string;
  teamId: string;
  /** The user's `sessionEpoch` when the session began; raising that ends it. */
  epoch: number;
};
