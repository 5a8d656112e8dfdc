// One claim as a card: what, how sure, whose word, the sentence with its marks, and where it stands.
const sourceName = (claim) => (claim.by === -1 ? say('unnamed') : typeof claim.by === 'number' ? nodes[claim.by].label : null);
const nameOf = (thing) => (typeof thing === 'number' ? nodes[thing].label : thing);

function claimSentence(claim) {
  const status = claim.status && claim.status !== 'current' ? ` (${say(`status.${claim.status}`)})` : '';
  const object = claim.object !== null ? nameOf(claim.object) : claim.relation === 'heldOn' ? dateWord(claim.value) : claim.value || '';
  return [nameOf(claim.subject), relationWord(claim.relation) + status, object];
}

const factualityTag = (factuality) => el('span', { class: `factuality ${factuality}` }, factualityWord(factuality));

function thingButton(id, properties = {}) {
  if (typeof id !== 'number') return el('span', {}, id || '');
  return el('button', { type: 'button', class: 'thing', onclick: () => select({ kind: 'node', id }), ...properties }, symbol(nodes[id].group, 16), ' ', nodes[id].label);
}

// The sentence as text, with participants, trigger and cues marked; offsets count code points.
function markedSentence(claim) {
  const all = [...claim.words];
  const quote = el('blockquote', { lang: 'id' });
  let at = 0;
  for (const [low, high, kind] of claim.marks) {
    quote.append(all.slice(at, low).join(''), el('mark', { class: kind, title: say(`mark.${kind}`) }, all.slice(low, high).join('')));
    at = high;
  }
  quote.append(all.slice(at).join(''));
  return quote;
}

function citation(claim) {
  const { title, publisher, published, url } = claim.source;
  const [subject, relation, object] = claimSentence(claim);
  const said = sourceName(claim);
  return [
    `“${claim.words.trim()}”`,
    `— ${[publisher, title && `“${title}”`, dateWord(published), url].filter(Boolean).join(', ')}.`,
    `[${factualityWord(claim.factuality)}: ${subject} – ${relation} – ${object}${said ? `; ${say('said_by')} ${said}` : ''}]`,
    claim.address,
  ].join('\n');
}

function claimCard(claim, { full = true } = {}) {
  const [subject, relation, object] = claimSentence(claim);
  const said = sourceName(claim);
  const { title, publisher, published, url } = claim.source;
  const more = [
    claim.date && [say('on_date'), dateWord(claim.date)],
    claim.place !== null && [say('at_place'), nameOf(claim.place)],
    claim.to !== null && [say('reported_to'), nameOf(claim.to)],
    claim.position !== null && [say('to_position'), nameOf(claim.position)],
  ].filter(Boolean);
  return el('article', { class: `claim ${claim.factuality}`, 'data-claim': claim.id },
    el('header', {}, factualityTag(claim.factuality), full && el('p', { class: 'what' }, el('b', {}, subject), ` ${relation} `, el('b', {}, object))),
    el('p', { class: 'meaning' }, say(`meaning.${claim.factuality}`)),
    claim.doubtful ? el('p', { class: 'warning' }, say('doubtful')) : null,
    markedSentence(claim),
    el('dl', {},
      el('dt', {}, say('said_by')), el('dd', {}, said === null ? say('article_itself') : typeof claim.by === 'number' && claim.by >= 0 ? thingButton(claim.by) : said),
      el('dt', {}, say('article')), el('dd', {}, link(url, title || url || claim.source.iri), publisher && ` · ${publisher}`, ` · ${published ? dateWord(published) : say('undated')}`),
      more.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]),
      el('dt', {}, say('sources')), el('dd', {}, count(claim.sources)),
      el('dt', {}, say('rule')), el('dd', {}, el('code', {}, data.rules[claim.rule]), claim.confidence !== null && ` · ${say('confidence', { number: Math.round(claim.confidence * 100) })}`)),
    el('div', { class: 'actions' }, button(say('copy_citation'), () => copy(citation(claim)))));
}

// Claims under a heading for each factuality, so that what is alleged never stands among what is asserted.
function claimGroups(some, options) {
  return FACTUALITIES.map((factuality) => {
    const these = some.filter((claim) => claim.factuality === factuality);
    return these.length > 0 && el('section', { class: `group ${factuality}` },
      el('h3', {}, lineSample(factuality), ` ${say(`heading.${factuality}`)} (${count(these.length)})`),
      folded(these, (claim) => claimCard(claim, options)));
  });
}

// The first few at once, the rest when asked for.
function folded(items, make, first = 12) {
  const box = el('div', {}, items.slice(0, first).map(make));
  if (items.length > first) {
    const more = button(say('show_more', { number: count(items.length - first) }), () => { more.replaceWith(...items.slice(first).map(make)); });
    box.append(more);
  }
  return box;
}
