-- DropIndex
DROP INDEX "Membership_teamId_idx";

-- CreateIndex
CREATE INDEX "Membership_teamId_createdAt_userId_idx" ON "Membership"("teamId", "createdAt", "userId");
