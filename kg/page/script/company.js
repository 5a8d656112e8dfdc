// Who else was there: people and bodies at one event, and those at the events of a person. A meeting is as sure as the
// less sure of the two attendances; what is planned or denied is no attendance.
const presences = (id) => shownEdgesOf(id).filter((edge) => PRESENT.has(edge.relation) && ['asserted', 'alleged'].includes(edge.factuality));

// Actor → surest presence at an event.
function presentAt(event) {
  const there = new Map();
  for (const edge of presences(event)) if (edge.to === event && (!there.has(edge.from) || edge.factuality === 'asserted')) there.set(edge.from, edge);
  return there;
}

// Other → [{event, factuality, edges}] for the events that somebody was at.
function companyOf(id) {
  const others = new Map();
  for (const event of new Set(presences(id).filter((edge) => edge.from === id).map((edge) => edge.to))) {
    const there = presentAt(event);
    const own = there.get(id);
    for (const [other, edge] of there) {
      if (other === id) continue;
      if (!others.has(other)) others.set(other, []);
      const sure = own.factuality === 'asserted' && edge.factuality === 'asserted';
      others.get(other).push({ event, factuality: sure ? 'asserted' : 'alleged', edges: [own, edge] });
    }
  }
  return new Map([...others].sort((a, b) => b[1].length - a[1].length || byName(a[0], b[0])));
}

const edgeButton = (edge, text) => el('button', { type: 'button', class: 'thing', onclick: () => select({ kind: 'edge', id: edge.id }) }, text);

function companySection(id) {
  if (nodes[id].group === 'event') {
    const there = [...presentAt(id)].sort((a, b) => FACTUALITIES.indexOf(a[1].factuality) - FACTUALITIES.indexOf(b[1].factuality) || byName(a[0], b[0]));
    if (!there.length) return null;
    return el('section', { class: 'company' }, el('h3', {}, say('who_was_there')),
      el('ul', { class: 'rows' }, there.map(([who, edge]) => el('li', {}, thingButton(who), ' ', factualityTag(edge.factuality), ' ', edgeButton(edge, relationWord(edge.relation))))));
  }
  const others = companyOf(id);
  if (!others.size) return null;
  return el('section', { class: 'company' }, el('h3', {}, say('who_else')),
    folded([...others], ([who, meetings]) => el('div', { class: 'row' }, thingButton(who),
      el('ul', {}, meetings.map((meeting) => el('li', {}, factualityTag(meeting.factuality), ' ', thingButton(meeting.event), ' ',
        edgeButton(meeting.edges[1], say('evidence')))))), 8));
}
