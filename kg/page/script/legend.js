// The legend, which is the filter: what each shape and line means, how many there are, and whether they are shown.
const tally = (items, key) => items.reduce((all, item) => all.set(key(item), (all.get(key(item)) || 0) + 1), new Map());
const doubts = claims.filter((claim) => claim.doubtful).length;

function toggle(set, name) {
  change((now) => { if (!now.off[set].delete(name)) now.off[set].add(name); });
}

function switchFor(set, name, ...content) {
  const on = !state.off[set].has(name);
  return el('button', { type: 'button', class: `switch ${on ? 'on' : 'off'}`, 'aria-pressed': String(on), 'data-set': set, 'data-name': name, onclick: () => toggle(set, name) },
    el('span', { class: 'tick', 'aria-hidden': 'true' }, on ? '✓' : ''), content);
}

// On the face of the page: asserted apart from what is not, each with its line, its word and its number.
function showFace() {
  const byFactuality = tally(claims.filter((claim) => !claim.doubtful || state.doubtful), (claim) => claim.factuality);
  const chip = (factuality) => switchFor('factuality', factuality, lineSample(factuality), ` ${say(`face.${factuality}`)} `, el('b', {}, count(byFactuality.get(factuality) || 0)));
  $('face').replaceChildren(
    el('div', { class: 'side sure', role: 'group', 'aria-label': say('reported_as_fact') }, el('span', { class: 'of' }, say('reported_as_fact')), chip('asserted')),
    el('div', { class: 'side unsure', role: 'group', 'aria-label': say('not_established') }, el('span', { class: 'of' }, say('not_established')), chip('alleged'), chip('planned'), chip('denied')),
    button(say('only_asserted'), () => change((now) => { now.off.factuality = new Set(['alleged', 'planned', 'denied']); }), { class: 'quiet small', id: 'only-asserted' }));
}

function showLegend() {
  const kinds = tally(nodes, (node) => node.group);
  const relations = tally(claims, (claim) => claim.relation);
  const outletNumbers = tally(claims, (claim) => claim.source.publisher || '');
  const open = new Set([...$('legend').querySelectorAll('details[open]')].map((each) => each.id));
  const first = !$('legend').children.length;
  const part = (id, title, rows, opened) => el('details', { id, open: first ? opened : open.has(id) }, el('summary', {}, title), rows);
  const keep = document.activeElement && document.activeElement.dataset ? { set: document.activeElement.dataset.set, name: document.activeElement.dataset.name, id: document.activeElement.id } : {};
  $('legend').replaceChildren(...[
    part('legend-kinds', say('kinds'), KIND_ORDER.filter((kind) => kinds.has(kind)).map((kind) =>
      switchFor('kind', kind, symbol(kind, 22), ` ${say(`kind.${kind}`)} `, el('small', {}, count(kinds.get(kind))))), true),
    part('legend-relations', say('relations'), Object.keys(FAMILIES).map((family) => familyPart(family, relations)), false),
    part('legend-outlets', say('outlets'), [...outletNumbers].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([outlet, number]) =>
      switchFor('outlet', outlet, `${outlet || say('no_outlet')} `, el('small', {}, count(number)))), false),
    part('legend-time', say('period'), periodControls(), true),
    part('legend-more', say('more'), [
      el('label', {}, `${say('least_sources')} `, el('input', { type: 'number', id: 'least', min: 1, max: 99, value: state.least, onchange: (event) => change((now) => { now.least = Math.max(1, Number(event.target.value) || 1); }) })),
      el('label', {}, `${say('size_by')} `, el('select', { id: 'measure', onchange: (event) => change((now) => { now.measure = event.target.value; }) },
        data.measures.map((name) => el('option', { value: name, selected: state.measure === name }, say(`measure.${name}`))))),
      view.lonely.length > 0 && el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'lonely', checked: state.lonely, onchange: (event) => change((now) => { now.lonely = event.target.checked; }) }), ` ${say('lonely', { number: count(view.lonely.length) })}`),
      doubts > 0 && el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'doubtful', checked: state.doubtful, onchange: (event) => change((now) => { now.doubtful = event.target.checked; }) }), ` ${say('doubtful_too', { number: count(doubts) })}`),
      state.open && el('div', { class: 'actions' }, button(say('open_communities'), () => { change((now) => { now.open = new Set(communities.keys()); }); fit(); }), button(say('close_communities'), () => { change((now) => { now.open = new Set(); }); fit(); })),
      el('p', { class: 'hint' }, say('width_means')),
    ], true)].flat());
  if (keep.id && $(keep.id) && $('legend').contains($(keep.id))) $(keep.id).focus();
  else if (keep.set) [...document.querySelectorAll('[data-set]')].find((each) => each.dataset.set === keep.set && each.dataset.name === keep.name)?.focus();
}

// The relations of one family under its name and the line that it is drawn with.
function familyPart(family, numbers) {
  const own = [...numbers].filter(([relation]) => familyOf.get(relation) === family).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return own.length > 0 && el('div', { class: 'family', role: 'group', 'aria-label': say(`family.${family}`) },
    el('p', {}, lineSample('asserted', family), ` ${say(`family.${family}`)}`),
    own.map(([relation, number]) => switchFor('relation', relation, `${relationWord(relation)} `, el('small', {}, count(number)))));
}
