// It stands with what browsers may load, where badges count by it; rules and pages take it from here.
export { type ExpiryState, expiryState } from '#lib/ui/expiry-state.ts';
