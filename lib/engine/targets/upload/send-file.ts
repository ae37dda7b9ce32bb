import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { readAnswer } from '../../delivery/read-answer.ts';
import type { Attempt, OutgoingFile } from '../../delivery/target.ts';
import type { EgressAgents } from '../../egress-agents.ts';
import { freeBytes } from '../../pieces.ts';
import type { Settings } from './settings.ts';

export type Answer = {
  status: number;
  /** "Forbidden"; servers may leave it out. */
  reason: string;
  headers: IncomingHttpHeaders;
  /** Up to 64 KiB. */
  text: string;
};

type Sending = {
  agents: EgressAgents;
  /** To whom, and with what. */
  to: Settings;
  file: OutgoingFile;
  attempt: Attempt;
  /** The last attempt was broken off without an answer: listen for one before sending the rest. */
  wary: boolean;
};

/** Milliseconds. */
const LISTENS_FOR = 1_000;
/** What received a file may have to copy it into place: bytes a millisecond of a slow disk. */
const SLOW_DISK = 10_000;

/**
 * One PUT of the whole file, redirects not followed. An answer that is no success ends the sending at
 * once, whatever is still on its way; a success counts when everything was sent.
 * @throws Failure of the file; Node's errors; the signal's reason.
 */
export async function sendFile({ agents, to, file, attempt, wary }: Sending): Promise<Answer> {
  const { signal } = attempt;
  signal.throwIfAborted();
  const body = await file.open();
  const secure = to.url.protocol === 'https:';
  const request = (secure ? https : http).request(to.url, {
    method: 'PUT',
    agent: secure ? agents.https : agents.http,
    headers: { ...to.headers, 'Content-Length': file.size },
    signal,
  });
  let chunk: Buffer | undefined;
  let answer: IncomingMessage | undefined;
  let refusal: Promise<Answer> | undefined;
  let failure: Error | undefined;
  const isOver = () => refusal !== undefined || failure !== undefined;

  let wake = () => {};
  const untilMoved = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  request
    .on('drain', () => wake())
    .on('finish', () => wake())
    .on('error', fail)
    .once('response', (response) => {
      answer = response;
      // Read before anything else can happen: the connection may be reset, and what it brought is lost.
      if (!isSuccess(response)) refusal = readWhole(response);
      wake();
    });
  // Piece by piece: iterating over a stream joins, and so copies, all that it has ready. Nothing comes
  // before it is asked for: while an answer is listened for, a first piece would be lost.
  body
    .pause()
    .on('data', (piece: Buffer) => {
      chunk = piece;
      body.pause();
      wake();
    })
    .on('end', () => wake())
    .on('error', fail);

  async function nextChunk(): Promise<Buffer | undefined> {
    chunk = undefined;
    body.resume();
    while (!chunk && !body.readableEnded && !isOver()) await untilMoved();
    // What has arrived is read first: a refusal says more than the EPIPE of writing after it. The first
    // turn ends this round of the event loop, in which bytes were hashed; the second looks.
    await nextTurn();
    await nextTurn();
    return isOver() ? undefined : chunk;
  }

  async function sendBody(): Promise<void> {
    let sent = 0;
    attempt.progress(0);
    if (wary) await listen();
    for (;;) {
      const piece = await nextChunk();
      if (!piece) break;
      sent += piece.length;
      request.write(piece, (error) => {
        // Out, as far as the kernel has it; after an error nobody knows.
        if (!error) freeBytes(piece);
      });
      while (request.writableNeedDrain && !isOver()) await untilMoved();
      attempt.progress(sent);
    }
    if (!isOver()) request.end();
  }

  /** As long as a client waits that has asked whether to go on: who refuses by the headers does so now. */
  async function listen(): Promise<void> {
    request.flushHeaders();
    const late = sleep(LISTENS_FOR, true, { ref: false });
    while (!answer && !isOver() && !(await Promise.race([untilMoved(), late])));
  }

  try {
    await sendBody();
    attempt.expectSilence(file.size / SLOW_DISK);
    while (!isOver() && !(answer && request.writableFinished)) await untilMoved();
    if (refusal) return await refusal;
    if (failure || !answer) throw failure;
    return await readWhole(answer);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    body.destroy();
    // One that was sent and answered whole is past destroying, and its connection can be used again.
    request.destroy();
  }
}

const isSuccess = ({ statusCode = 0 }: IncomingMessage) => statusCode >= 200 && statusCode < 300;

async function readWhole(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, statusMessage: reason = '', headers } = response;
  return { status, reason, headers, text: await readAnswer(response) };
}
