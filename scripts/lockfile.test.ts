import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Package = { resolved?: string; optionalDependencies?: Record<string, string> };
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Package>;
};

/** Looks where Node would: beside the package, then in each folder above. */
function isLocked(from: string, name: string): boolean {
  const folders = from.split('/node_modules/').map((_, depth, parts) => {
    const above = parts.slice(0, parts.length - depth).join('/node_modules/');
    return above ? `${above}/node_modules/${name}` : `node_modules/${name}`;
  });
  return [...folders, `node_modules/${name}`].some((place) => place in packages);
}

// npm leaves out what the registry in use does not have, and `npm ci` then refuses the file.
test('the packages of every platform are locked', () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(from, name)),
  );
  expect(missing).toEqual([]);
});

test('no registry is named, so that a mirror will do', () => {
  expect(Object.values(packages).filter((entry) => entry.resolved)).toEqual([]);
});
