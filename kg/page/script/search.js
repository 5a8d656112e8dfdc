// Finding a thing by its name or by any other spelling of it.
const bare = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
let searchable = null; // Made when somebody first searches: large pages open sooner.

function search(text, most = 12) {
  const wanted = bare(text).split(' ').filter(Boolean);
  searchable ||= nodes.map((node) => [node.label, ...(node.also || [])].map(bare));
  if (!wanted.length) return [];
  const rank = (names) => {
    let best = 9;
    names.forEach((name, place) => {
      if (!wanted.every((word) => name.includes(word))) return;
      const starts = name.startsWith(wanted.join(' ')) ? 0 : wanted.every((word) => ` ${name}`.includes(` ${word}`)) ? 1 : 2;
      best = Math.min(best, starts + (place ? 0.5 : 0));
    });
    return best;
  };
  return nodes.map((node) => [node.id, rank(searchable[node.id])]).filter(([, how]) => how < 9)
    .sort((a, b) => a[1] - b[1] || measureOf(b[0], 'connections') - measureOf(a[0], 'connections') || byName(a[0], b[0])).slice(0, most).map(([id]) => id);
}

// A field with a list of what was found: arrows move, Enter takes, Escape leaves.
function finder(label, take, id) {
  const results = el('ul', { class: 'found', id: `${id}-list`, role: 'listbox', 'aria-label': label, hidden: true });
  const field = el('input', { id, type: 'search', placeholder: label, 'aria-label': label, autocomplete: 'off', spellcheck: 'false', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-autocomplete': 'list' });
  let found = [], at = -1;
  const close = () => { results.hidden = true; field.setAttribute('aria-expanded', 'false'); field.removeAttribute('aria-activedescendant'); at = -1; };
  const pick = (place) => { if (found[place] === undefined) return; const thing = found[place]; field.value = ''; close(); take(thing); };
  const show = () => {
    found = search(field.value);
    at = found.length ? 0 : -1;
    results.replaceChildren(...found.map((thing, place) => {
      const node = nodes[thing];
      const other = (node.also || []).find((name) => bare(name).includes(bare(field.value)));
      return el('li', { role: 'option', id: `${id}-${place}`, 'aria-selected': String(place === at), onmousedown: (event) => { event.preventDefault(); pick(place); } },
        symbol(node.group, 18), ' ', node.label, !bare(node.label).includes(bare(field.value)) && other ? el('small', {}, ` ${other}`) : null, el('small', {}, ` ${say(`kind.${node.group}`)}`));
    }));
    if (field.value.trim() && !found.length) results.replaceChildren(el('li', { class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, say('nothing_found')));
    results.hidden = !field.value.trim();
    field.setAttribute('aria-expanded', String(!results.hidden));
    mark();
  };
  const mark = () => {
    [...results.children].forEach((row, place) => row.setAttribute('aria-selected', String(place === at)));
    if (at >= 0 && !results.hidden) field.setAttribute('aria-activedescendant', `${id}-${at}`);
  };
  field.addEventListener('input', show);
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (found.length) at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length;
      mark();
    } else if (event.key === 'Enter') { event.preventDefault(); pick(Math.max(at, 0)); } else if (event.key === 'Escape') { field.value = ''; close(); field.blur(); event.stopPropagation(); }
  });
  return el('div', { class: 'finder' }, field, results);
}

// Go to a thing: make it visible whatever hid it, select it, and bring it to the middle.
function goTo(id) {
  change((now) => {
    now.hidden.delete(id);
    if (now.shown) now.shown.add(id);
    now.off.kind.delete(nodes[id].group);
    if (now.open && nodes[id].community !== undefined) now.open.add(nodes[id].community);
    now.selected = { kind: 'node', id };
  });
  $('panel').focus();
  if (!state.table && things.has(id)) {
    const [x, y] = placeOf(id);
    // On a small screen the panel covers the lower part: the thing goes to the middle of what is left.
    const panel = $('panel').getBoundingClientRect(), canvas = drawing.canvas.getBoundingClientRect();
    const covered = panel.left <= canvas.left ? Math.max(0, canvas.bottom - panel.top) : 0;
    drawing.network.moveTo({ position: { x, y }, offset: { x: 0, y: -covered / 2 }, scale: Math.max(drawing.network.getScale(), 0.8), animation: false });
    thicken();
  }
}
