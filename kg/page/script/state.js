// What the reader has chosen: one plain object, written into the address, undone step by step.
const LARGE = 800; // Above so many things the picture opens on its communities.

const blank = () => ({
  off: { factuality: new Set(), kind: new Set(), relation: new Set(), outlet: new Set() },
  from: '', to: '', undated: true, least: 1,
  hidden: new Set(), pinned: new Map(), shown: null, open: null, lonely: false, doubtful: false,
  selected: null, measure: 'connections', table: false,
});

let state = blank();
const past = [];
const watchers = [];
const watch = (watcher) => watchers.push(watcher);

// Change the state: `silent` changes (a selection) are no step that undo takes back.
function change(mutate, { silent = false } = {}) {
  if (!silent) { past.push(encode()); if (past.length > 200) past.shift(); }
  mutate(state);
  written = encode();
  history.replaceState(null, '', `#${written}`);
  watchers.forEach((watcher) => watcher());
}

function undo() {
  if (!past.length) return;
  const last = past.pop();
  change((now) => { state = decode(last); }, { silent: true });
}

let written = '';
const list = (values) => [...values].join('.');
const numbers = (text) => (text ? text.split('.').map(Number).filter((id) => Number.isInteger(id) && id >= 0) : []);
const known = (text) => numbers(text).filter((id) => id < nodes.length);

function encode() {
  const out = new URLSearchParams();
  for (const name of ['factuality', 'kind', 'relation']) if (state.off[name].size) out.set(name, list(state.off[name]));
  if (state.off.outlet.size) out.set('outlet', list([...state.off.outlet].map((name) => outlets.indexOf(name))));
  if (state.from) out.set('from', state.from);
  if (state.to) out.set('to', state.to);
  if (!state.undated) out.set('undated', '0');
  if (state.least > 1) out.set('least', state.least);
  if (state.hidden.size) out.set('hidden', list(state.hidden));
  if (state.pinned.size) out.set('pinned', [...state.pinned].map(([id, [x, y]]) => `${id}_${Math.round(x)}_${Math.round(y)}`).join('.'));
  if (state.shown) out.set('shown', list(state.shown));
  if (state.open) out.set('open', list(state.open) || '-');
  if (state.lonely) out.set('lonely', '1');
  if (state.doubtful) out.set('doubtful', '1');
  if (state.selected) out.set(state.selected.kind, state.selected.kind === 'path' ? list(state.selected.ends) : state.selected.id);
  if (state.measure !== 'connections') out.set('measure', state.measure);
  if (state.table) out.set('table', '1');
  if (language !== data.lang) out.set('lang', language);
  return out.toString();
}

function decode(text) {
  const given = new URLSearchParams(text);
  const read = blank();
  for (const name of ['factuality', 'kind', 'relation']) if (given.get(name)) read.off[name] = new Set(given.get(name).split('.'));
  read.off.outlet = new Set(numbers(given.get('outlet')).map((place) => outlets[place]).filter((name) => name !== undefined));
  const day = (value) => (/^\d{4}(-\d\d){0,2}$/.test(value || '') ? value : '');
  read.from = day(given.get('from'));
  read.to = day(given.get('to'));
  read.undated = given.get('undated') !== '0';
  read.least = Math.max(1, Number(given.get('least')) || 1);
  read.hidden = new Set(known(given.get('hidden')));
  for (const item of (given.get('pinned') || '').split('.').filter(Boolean)) {
    const [id, x, y] = item.split('_').map(Number);
    if (nodes[id] && Number.isFinite(x) && Number.isFinite(y)) read.pinned.set(id, [x, y]);
  }
  if (given.get('shown')) read.shown = new Set(known(given.get('shown')));
  if (given.get('open')) read.open = new Set(numbers(given.get('open')));
  read.lonely = given.get('lonely') === '1';
  read.doubtful = given.get('doubtful') === '1';
  if (nodes[given.get('node')]) read.selected = { kind: 'node', id: Number(given.get('node')) };
  if (edges[given.get('edge')]) read.selected = { kind: 'edge', id: Number(given.get('edge')) };
  if (known(given.get('path')).length) read.selected = { kind: 'path', ends: known(given.get('path')).slice(0, 2) };
  if (data.measures.includes(given.get('measure'))) read.measure = given.get('measure');
  read.table = given.get('table') === '1';
  if (['id', 'en'].includes(given.get('lang'))) language = given.get('lang');
  return read;
}

const outlets = [...new Set(claims.map((claim) => claim.source.publisher || ''))].sort();
