import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReader, createSplitter, encodeRequest } from './packet.ts';

describe('packets', () => {
  it('are built as the draft says, with what follows in their length', () => {
    const packet = encodeRequest(6, 7, [Buffer.from('h'), 2n ** 33n, 3], 3);
    expect(packet.toString('hex')).toBe(
      ['00000019', '06', '00000007', '0000000168', '0000000200000000', '00000003'].join(''),
    );
  });

  it('are found again, however they are cut on their way', () => {
    const packets = [Buffer.from([1]), Buffer.from('two'), Buffer.alloc(5_000, 3)];
    const bytes = Buffer.concat(
      packets.flatMap((packet) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(packet.length);
        return [length, packet];
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const found: Buffer[] = [];
        const split = createSplitter((packet) => found.push(Buffer.from(packet)));
        const ends = [...cuts.sort((a, b) => a - b), bytes.length];
        ends.forEach((end, index) => {
          split(bytes.subarray(ends[index - 1] ?? 0, end));
        });
        expect(found).toEqual(packets);
      }),
    );
  });

  it('are told from text, and from what is cut short', () => {
    expect(() => createSplitter(() => {})(Buffer.from('Welcome!'))).toThrow('no packet of SFTP');
    const reader = createReader(Buffer.from([0, 0, 0, 9, 1]));
    expect(() => reader.bytes()).toThrow(RangeError);
  });
});
