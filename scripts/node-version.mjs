/** Ends the process in words when this Node cannot run TypeScript as it is. Plain JavaScript: any Node reads it. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Slipway needs Node 22.18 or newer, and this is ${process.versions.node}. On Linux \`npm ci\` brings one along (without --omit=optional); elsewhere install Node 24.`,
  );
  process.exit(1);
}
