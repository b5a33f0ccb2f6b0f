// Loads a form into @getodk/xforms-engine and edits it. Prints one JSON object: milliseconds.
// Usage: node edits.mjs FORM.xml EDITS.json     (beside a node_modules with the engine and jsdom)

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = createRequire(join(process.cwd(), 'package.json'));
const { JSDOM } = here('jsdom');

// The engine is built for browsers: it is given a document, and not told that this is Node.
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
await (await fetch('data:,')).text(); // Node loads its fetch by its own version, once
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: undefined } });
const engine = join(process.cwd(), 'node_modules/@getodk/xforms-engine/dist/index.js');
const { loadForm } = await import(pathToFileURL(engine));

const xml = readFileSync(process.argv[2], 'utf8');
const edits = JSON.parse(readFileSync(process.argv[3], 'utf8'));

const began = performance.now();
const result = await loadForm(xml);
if (result.status === 'failure') throw result.error;
const form = result.createInstance();
const load = performance.now() - began;

const nodes = new Map();
const walk = (node, instance) => {
  const children = node.currentState.children;
  if (children == null) {
    nodes.set(instance + node.definition.qualifiedName.localName, node);
    return;
  }
  children.forEach((child, place) => {
    walk(child, node.nodeType.startsWith('repeat-range') ? `${place}/` : instance);
  });
};
walk(form.root, '');

const total = nodes.get('all_flows');
const times = edits.map(([name, value]) => {
  const node = nodes.get(name);
  const start = performance.now();
  if (node.nodeType === 'select') node.selectValue(value);
  else node.setValue(value);
  return performance.now() - start;
});
console.log(JSON.stringify({ load, edits: times, total: total.currentState.value }));
