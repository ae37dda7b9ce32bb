import { type Failure, isFailure } from '#lib/errors.ts';
import { expectRemoved } from '../../probe/expect-removed.ts';
import { defineProbe } from '../../probe/probe.ts';
import { probeAttempt, probeFile } from '../../probe/probe-file.ts';
import { refuseProbeName } from '../../probe/refuse-probe-name.ts';
import { tryTwice } from '../../probe/try-twice.ts';
import { checkContainer } from './containers.ts';
import { createContext } from './create-context.ts';
import { describeReply } from './exchange.ts';
import { findIdentity } from './find-identity.ts';
import { createGrants } from './grant.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { putObject } from './put-object.ts';
import { refuseName } from './refuse-name.ts';
import { describeUser, readSettings } from './settings.ts';
import { createAsk, createLook, createSignIn } from './sign-in.ts';
import { describeSwiftFailure } from './swift-failure.ts';

/** Signs in, finds the object store, and stores a small object in the container. */
export const openstackProbe = defineProbe({
  steps: {
    values: 'Check the values',
    discover: 'Find the Identity service',
    'sign-in': 'Sign in',
    region: 'Find the object store and the container',
    write: 'Store a small object',
    remove: 'Remove the object',
  },

  async run(options, { egress, name, signal, step, atEnd, leaves }) {
    const settings = await step('values', (tell) => {
      refuseProbeName(refuseName(name), options, ['file', 'file_prefix']);
      const read = readSettings(options);
      const who = describeUser(read.credentials);
      tell.passed(`${who}, for container \`${read.container}\` in region \`${read.region}\`.`);
      return read;
    });
    const { authUrl, credentials, container, region } = settings;

    const identity = await step(
      'discover',
      async (tell) => {
        const found = await findIdentity(createLook(createAsk({ egress, signal })), authUrl);
        tell.passed(`${new URL(found.url).host} speaks Identity ${found.version}.`);
        return found;
      },
      'auth_url',
    );

    // What ends with the test does not end the removing after it.
    const life = new AbortController();
    atEnd(() => life.abort());
    const signIn = createSignIn(settings, { egress, signal: life.signal, found: identity });
    const grants = createGrants(signIn);
    const context = createContext(settings, { egress, signal: life.signal, grants });

    const misplaced = await step(
      'sign-in',
      async (tell) => {
        const failure = await grants.get().then(() => undefined, asPlace);
        tell.passed(`${describeUser(credentials)} is let in.`);
        return failure;
      },
      'auth_url',
    );

    await step(
      'region',
      async (tell) => {
        if (misplaced) throw misplaced;
        const reply = await checkContainer(context, signal);
        const { status } = reply;
        const { host } = reply.url;
        if (status >= 300 && status !== 403) {
          throw describeSwiftFailure(reply, {
            settings,
            step: 'looking at the container',
            container,
          });
        }
        tell.passed(
          status < 300
            ? `Region \`${region}\` is served by ${host}, and container \`${container}\` is there.`
            : `Region \`${region}\` is served by ${host}. The user may not look at container \`${container}\`, and deliveries do not need that.`,
        );
      },
      'region',
    );

    const written = await step('write', async (tell) => {
      const left = leaves(async (soon) => {
        expectRemoved(await removeObject(context, name, soon));
      });
      const file = probeFile(name, options);
      await tryTwice(signal, () => putObject(context, file, probeAttempt(signal)));
      tell.passed(`Stored as \`swift://${container}/${name}\`.`);
      return left;
    });

    await step('remove', async (tell) => {
      const refused = await removeObject(context, name, signal);
      written.gone();
      if (refused === undefined) tell.passed('It was removed.');
      else {
        tell.notPermitted(
          `${describeUser(credentials)} may not delete objects, and new files do not need that. \`${name}\` stays in container \`${container}\`: remove it there when it is in the way.`,
          refused,
        );
      }
    });
  },
});

/** Who is let in and finds no object store there is told so in the next step. @throws the rest. */
function asPlace(error: unknown): Failure {
  const place = ['region', 'interface'];
  if (isFailure(error) && place.some((field) => error.fields?.[field])) return error;
  throw error;
}

/** @returns what the store said when it may not be removed. @throws Failure, classified. */
async function removeObject(
  { settings, swift }: OpenstackContext,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { container } = settings;
  const reply = await swift.send({ method: 'DELETE', path: [container, name], signal });
  if (reply.status < 300 || reply.status === 404) return undefined;
  if (reply.status === 403) return describeReply(reply);
  throw describeSwiftFailure(reply, { settings, step: `removing “${name}”`, container });
}
