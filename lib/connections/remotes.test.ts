import { expect, it } from 'vitest';
import { standardUrl } from './remotes.ts';

it('asks the hosted service for nothing that only a Slipway understands', () => {
  const ours = 'filter%5Bhas_files%5D=1&filter%5Bsearch%5D=x&include=deliveries&page=2';
  const hosted = new URL(standardUrl(`https://eu-central.api.cloudconvert.com/v2/tasks?${ours}`));
  expect([...hosted.searchParams]).toEqual([['page', '2']]);
  for (const other of ['https://slipway.example.com', 'https://notcloudconvert.com']) {
    expect(standardUrl(`${other}/v2/tasks?${ours}`)).toBe(`${other}/v2/tasks?${ours}`);
  }
});
