// The side panel: the evidence of what is selected.
function showPanel() {
  const chosen = state.selected;
  const panel = $('panel');
  document.body.classList.toggle('with-panel', Boolean(chosen));
  panel.hidden = !chosen;
  if (!chosen) { panel.replaceChildren(); return; }
  const content = { node: () => nodePanel(chosen.id), edge: () => edgePanel(edges[chosen.id]), path: () => pathPanel(chosen.ends) }[chosen.kind]();
  panel.replaceChildren(el('div', { class: 'panel-head' }, button('×', () => select(null), { class: 'close quiet', 'aria-label': say('close') })), ...content.flat(9).filter(Boolean));
  panel.scrollTop = 0;
}

function edgePanel(edge) {
  // What denies or asserts the same thing stands beside it.
  const same = edgesOf[edge.from].filter((other) => other.from === edge.from && other.to === edge.to && other.relation === edge.relation);
  const beside = same.filter((other) => other !== edge);
  const own = edge.claims.map((id) => claims[id]);
  return [
    el('h2', {}, thingButton(edge.from), el('span', { class: 'relation' }, ` ${edgeWord(edge)} `), thingButton(edge.to)),
    el('p', {}, factualityTag(edge.factuality), ` ${say('sources_of', { number: count(edge.sources), claims: count(own.length) })}`),
    claimGroups(own, { full: false }),
    beside.length > 0 && el('section', { class: 'beside' }, el('h2', {}, say('same_otherwise')),
      claimGroups(beside.flatMap((other) => other.claims.map((id) => claims[id])), { full: false })),
  ];
}

function nodePanel(id) {
  const node = nodes[id];
  const about = claimsOf[id].filter((claim) => view.has.has(claim));
  const said = about.filter((claim) => claim.relation === 'stated');
  const others = about.filter((claim) => claim.relation !== 'stated');
  const reported = claims.filter((claim) => claim.by === id && view.has.has(claim));
  return [
    el('h2', {}, symbol(node.group, 26), ` ${node.label}`),
    el('p', { class: 'kind' }, node.both ? `${say('kind.candidate')}, ${say('kind.official')}` : say(`kind.${node.group}`), node.date && ` · ${dateWord(node.date)}`),
    node.also && el('p', { class: 'also' }, `${say('also_spelled')}: ${node.also.slice(0, 12).join(' · ')}`),
    node.measures && el('p', { class: 'measures' }, data.measures.map((name) => `${say(`measure.${name}`)}: ${name === 'betweenness' ? measureOf(id, name).toFixed(3) : count(measureOf(id, name))}`).join(' · ')),
    el('div', { class: 'actions' },
      missingNeighbours(id).length > 0 && button(say('expand', { number: count(missingNeighbours(id).length) }), () => expand(id)),
      leaves(id).length > 0 && button(say('collapse', { number: count(leaves(id).length) }), () => collapse(id)),
      button(say('only_this'), () => alone(id)),
      button(say(state.pinned.has(id) ? 'unpin' : 'pin'), () => togglePin(id)),
      button(say('hide'), () => hide(id)),
      button(say('path_start'), () => select({ kind: 'path', ends: [id] }))),
    officesSection(id, others),
    timelineSection(id, others),
    companySection(id),
    withCandidates(id),
    neighbourSection(id),
    said.length > 0 && el('details', { class: 'said' }, el('summary', {}, say('what_they_said', { number: count(said.length) })), folded(said, (claim) => claimCard(claim, { full: false }))),
    reported.length > 0 && el('details', { class: 'said' }, el('summary', {}, say('on_whose_word', { number: count(reported.length) })), folded(reported, (claim) => claimCard(claim))),
    others.length > 0 && el('section', {}, el('h2', {}, say('claims_about', { number: count(others.length) })), claimGroups(others)),
  ];
}

const bySureness = (a, b) => FACTUALITIES.indexOf(a.factuality) - FACTUALITIES.indexOf(b.factuality);

function officesSection(id, about) {
  const offices = about.filter((claim) => ['holdsPosition', 'candidateFor'].includes(claim.relation) && typeof claim.object === 'number');
  if (!offices.length || nodes[id].group === 'event') return null;
  const isOffice = nodes[id].group === 'office';
  const rows = tenures(dated(offices)).map(({ claim, first, last, number }) => el('li', {},
    el('time', {}, !first ? say('undated') : first === last ? dateWord(first) : `${dateWord(first)} – ${dateWord(last)}`), ' ',
    thingButton(isOffice ? claim.subject : claim.object), ' ', claim.relation === 'candidateFor' ? say('kind.candidate') : claim.status ? say(`status.${claim.status}`) : '', ' ',
    factualityTag(claim.factuality), number > 1 && el('small', {}, ` ${say('times_told', { number: count(number) })}`)));
  return el('section', {}, el('h3', {}, say(isOffice ? 'holders' : 'offices')), el('ul', { class: 'rows' }, rows));
}

// Claims of one holder, office and status as one row, with the first and the last day on which it was told.
function tenures(some) {
  const rows = new Map();
  for (const claim of some) {
    const key = [claim.relation, claim.subject, claim.object, claim.status, claim.factuality].join('|');
    const row = rows.get(key) || { claim, first: claim.when, last: claim.when, number: 0 };
    if (claim.when && (!row.first || claim.when < row.first)) row.first = claim.when;
    if (claim.when > row.last) row.last = claim.when;
    row.number += 1;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function timelineSection(id, about) {
  if (['place', 'office'].includes(nodes[id].group)) return null;
  const events = about.filter((claim) => !['holdsPosition', 'candidateFor', 'memberOf', 'relativeOf', 'heldOn'].includes(claim.relation));
  if (events.length < 2) return null;
  return el('details', { class: 'timeline' }, el('summary', {}, say('timeline', { number: count(events.length) })), el('ol', { class: 'rows' },
    dated(events).map((claim) => {
      const [subject, relation, object] = claimSentence(claim);
      return el('li', {}, el('time', {}, whenOf(claim) ? dateWord(whenOf(claim)) : say('undated')), ' ', factualityTag(claim.factuality), ' ',
        claim.edge ? edgeButton(claim.edge, `${subject} ${relation} ${object}`) : `${subject} ${relation} ${object}`);
    })));
}

// When a claim's matter was: its own date, its event's, or the day on which it was reported.
function whenOf(claim) {
  const event = [claim.subject, claim.object].find((end) => typeof end === 'number' && nodes[end].date);
  return claim.date || (event !== undefined ? nodes[event].date : '') || claim.when;
}

function dated(some) {
  const seen = new Set();
  return [...some].sort((a, b) => (whenOf(a) || '9').localeCompare(whenOf(b) || '9') || a.id - b.id).filter((claim) => {
    const key = [claim.relation, claim.subject, claim.object, claim.factuality, claim.status, whenOf(claim)].join('|');
    return !seen.has(key) && seen.add(key);
  });
}

function withCandidates(id) {
  const own = data.derived.filter(([subject, , object, , factuality]) => (subject === id || object === id) && !state.off.factuality.has(factuality));
  if (!own.length) return null;
  return el('section', {}, el('h3', {}, say('with_candidates')), folded(own, ([subject, predicate, object, event, factuality]) =>
    el('div', { class: 'row' }, factualityTag(factuality), ' ', thingButton(subject === id ? object : subject), ` · ${say(`derived.${predicate}`)} · `, thingButton(event)), 6));
}

// The neighbours by name: the way through the network for those who use the keyboard.
function neighbourSection(id) {
  const all = shownEdgesOf(id);
  if (!all.length) return null;
  const rows = all.map((edge) => [edge, otherEnd(edge, id)]).sort((a, b) => bySureness(a[0], b[0]) || byName(a[1], b[1]));
  return el('details', { class: 'neighbours' }, el('summary', {}, say('neighbours', { number: count(neighbours(id).length) })),
    folded(rows, ([edge, other]) => el('div', { class: 'row' }, thingButton(other), ' ', edgeButton(edge, edgeWord(edge))), 20));
}
