import { expect, test } from 'vitest';
import { readBlockLists } from './list-blocks.ts';

test('reads both lists, in their order', () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?><BlockList>
    <CommittedBlocks><Block><Name>QQ==</Name><Size>5</Size></Block><Block><Name>Qg==</Name><Size>6</Size></Block></CommittedBlocks>
    <UncommittedBlocks><Block><Name>Qw==</Name><Size>7</Size></Block></UncommittedBlocks></BlockList>`;
  const { committed, uncommitted } = readBlockLists(xml);
  expect([...committed]).toEqual([
    ['QQ==', 5],
    ['Qg==', 6],
  ]);
  expect([...uncommitted]).toEqual([['Qw==', 7]]);
});

test('nothing waits where nothing is', () => {
  expect(readBlockLists('').uncommitted.size).toBe(0);
  expect(readBlockLists('<BlockList><CommittedBlocks /></BlockList>').committed.size).toBe(0);
});
