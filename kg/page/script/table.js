// The same claims as rows: for screen readers, and for people who prefer tables. In step with the filters.
const PAGE = 200;
let pageOfTable = 0;
let sorted = { by: 'factuality', down: false };
const columnsOfTable = ['factuality', 'subject', 'relation', 'object', 'date', 'said_by', 'sentence', 'article'];

const cellText = {
  factuality: (claim) => String(FACTUALITIES.indexOf(claim.factuality)),
  subject: (claim) => nameOf(claim.subject),
  relation: (claim) => relationWord(claim.relation),
  object: (claim) => claimSentence(claim)[2],
  date: (claim) => claim.when,
  said_by: (claim) => sourceName(claim) || '',
  sentence: (claim) => claim.words,
  article: (claim) => claim.source.publisher || claim.source.title || '',
};

function showTable() {
  const box = $('table');
  box.hidden = !state.table;
  $('picture').hidden = state.table;
  if (!state.table) { box.replaceChildren(); return; }
  const value = cellText[sorted.by];
  const rows = view.claims.map((claim) => [value(claim), claim]).sort((a, b) => (a[0].localeCompare(b[0], 'id') || a[1].id - b[1].id) * (sorted.down ? -1 : 1)).map(([, claim]) => claim);
  pageOfTable = Math.min(pageOfTable, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
  const low = pageOfTable * PAGE;
  const head = columnsOfTable.map((name) => el('th', { scope: 'col', 'aria-sort': sorted.by === name ? (sorted.down ? 'descending' : 'ascending') : 'none' },
    el('button', { type: 'button', class: 'sort', onclick: () => { sorted = { by: name, down: sorted.by === name && !sorted.down }; showTable(); } }, say(`column.${name}`), sorted.by === name ? (sorted.down ? ' ↓' : ' ↑') : '')));
  const turn = (by) => () => { pageOfTable += by; showTable(); box.scrollTop = 0; };
  box.replaceChildren(
    el('p', { class: 'pages' }, say('rows_shown', { from: count(rows.length ? low + 1 : 0), to: count(Math.min(low + PAGE, rows.length)), all: count(rows.length) }), ' ',
      low > 0 && button(say('previous'), turn(-1)), low + PAGE < rows.length && button(say('next'), turn(1))),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': say('table_of_claims') }, el('table', {},
      el('caption', { class: 'away' }, say('table_of_claims')), el('thead', {}, el('tr', {}, head)),
      el('tbody', {}, rows.slice(low, low + PAGE).map(tableRow)))));
}

function tableRow(claim) {
  const [, relation, object] = claimSentence(claim);
  const said = sourceName(claim);
  return el('tr', { class: claim.factuality, 'data-claim': claim.id },
    el('td', {}, factualityTag(claim.factuality)),
    el('td', {}, thingButton(claim.subject)),
    el('td', {}, claim.edge ? edgeButton(claim.edge, relation) : relation),
    el('td', {}, typeof claim.object === 'number' ? thingButton(claim.object) : object),
    el('td', {}, claim.when ? dateWord(claim.when) : '–'),
    el('td', {}, said === null ? say('article_itself') : said),
    el('td', { lang: 'id' }, claim.words),
    el('td', {}, link(claim.source.url, claim.source.publisher || claim.source.title || claim.source.iri), ` ${dateWord(claim.source.published)}`));
}
