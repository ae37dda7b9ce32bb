import { Failure } from '#lib/errors.ts';
import { describeReply, type Reply } from './exchange.ts';
import { describeUser, type Settings, userField } from './settings.ts';
import { describeSwiftFailure } from './swift-failure.ts';

/** An answer of the object store to reading or listing, as a Failure that says what to do. */
export function describeReading(
  reply: Reply,
  settings: Settings,
  { name, what }: { name: string; what: 'read' | 'list' },
): Failure {
  const { container, region, credentials } = settings;
  const { host } = reply.url;
  const say = (code: 'SOURCE_FAILED' | 'TARGET_DENIED', field: string, words: string) =>
    new Failure(code, words, { fields: { [field]: [words] }, detail: describeReply(reply) });
  if (reply.status === 403) {
    const words = `Access to container \`${container}\` at ${host} was denied: ${describeUser(credentials)} may not ${what} there. It needs a role that the object store takes for reading, or a read ACL on the container${what === 'list' ? ' with `.rlistings`' : ''}.`;
    return say('TARGET_DENIED', userField(credentials), words);
  }
  if (reply.status === 404 && what === 'read') {
    const words = `There is no “${name}” in container \`${container}\` at ${host} in region \`${region}\`, or no such container. Check both names: capital letters and folders count.`;
    return say('SOURCE_FAILED', 'file', words);
  }
  const step = what === 'read' ? `reading “${name}”` : `listing “${name}”`;
  return describeSwiftFailure(reply, { settings, step, container });
}
