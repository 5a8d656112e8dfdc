// The page: its frame, what happens on a change, keys, and the address.
function frame() {
  document.documentElement.lang = language;
  document.title = data.title === 'Jejak' ? `Jejak · ${say('network')}` : `${data.title} · Jejak`;
  const toolbar = [
    button(say('filters'), () => document.body.classList.toggle('with-legend'), { id: 'filters', 'aria-controls': 'legend' }),
    button(say('table'), () => change((now) => { now.table = !now.table; }), { id: 'as-table' }),
    button(say('undo'), undo, { id: 'undo' }),
    button(say('show_all'), showAll, { id: 'show-all' }),
    exportMenu(),
  ];
  $('app').replaceChildren(
    el('a', { class: 'skip', href: '#', onclick: (event) => { event.preventDefault(); $('search').focus(); } }, say('skip')),
    el('header', { class: 'bar' },
      el('h1', { class: 'brand' }, 'Jejak', data.title !== 'Jejak' && el('small', {}, ` ${data.title}`)),
      finder(say('search'), goTo, 'search'),
      el('nav', { class: 'tools', 'aria-label': say('tools') }, toolbar),
      el('nav', { class: 'languages', 'aria-label': say('language') }, [['id', 'Indonesia'], ['en', 'English']].map(([code, name]) =>
        el('button', { type: 'button', class: 'language', lang: code, 'aria-pressed': String(code === language), onclick: () => { language = code; frame(); change(() => {}, { silent: true }); } }, name)))),
    el('p', { class: 'notice', role: 'note' }, el('b', {}, say('notice_head')), ` ${say('notice')}`),
    el('div', { id: 'face' }),
    el('div', { id: 'notes' }),
    el('main', { id: 'main' },
      el('aside', { id: 'legend', 'aria-label': say('legend') }),
      el('section', { id: 'picture', 'aria-label': say('picture') },
        drawing.canvas || (drawing.canvas = el('div', { id: 'canvas' })),
        el('p', { id: 'summary' }),
        el('div', { class: 'zoom' }, button('+', () => zoom(1.3), { 'aria-label': say('zoom_in') }), button('−', () => zoom(1 / 1.3), { 'aria-label': say('zoom_out') }), button('⤢', () => fit(), { 'aria-label': say('fit') }))),
      el('section', { id: 'table', 'aria-label': say('table'), hidden: true }),
      el('aside', { id: 'panel', 'aria-label': say('evidence'), tabindex: -1, hidden: true })),
    el('p', { id: 'told', class: 'away', role: 'status', 'aria-live': 'polite' }));
  drawing.canvas.setAttribute('role', 'img');
  drawing.canvas.setAttribute('aria-label', say('picture_label'));
}

function zoom(by) {
  drawing.network.moveTo({ scale: drawing.network.getScale() * by, animation: false });
  thicken();
}

function refresh() {
  look();
  showFace();
  showNotes();
  showLegend();
  showTable();
  if (!state.table) draw();
  showPanel();
  $('as-table').textContent = say(state.table ? 'as_picture' : 'table');
  $('undo').disabled = !past.length;
  $('show-all').hidden = !state.hidden.size && !state.shown;
  $('summary').textContent = say('summary', { nodes: count(view.nodes.size), edges: count(view.edges.size), claims: count(view.claims.length) }) + (doubts && !state.doubtful ? ` · ${say('doubtful_hidden', { number: count(doubts) })}` : '');
}

// What was left out of this page, and why; what was asked to make it.
function showNotes() {
  $('notes').replaceChildren(...(data.notes || []).map((note) => el('p', { class: 'note' }, say(`note.${note.key}`, Object.fromEntries(Object.entries(note.values || {}).map(([name, value]) => [name, typeof value === 'number' ? count(value) : value]))))),
    ...(data.sparql ? [el('details', { class: 'note sparql' }, el('summary', {}, say('sparql_used')), el('pre', {}, data.sparql))] : []));
}

document.addEventListener('keydown', (event) => {
  const writing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !writing) { event.preventDefault(); $('search').focus(); }
  if (event.key === 'Escape' && !writing) select(null);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !writing) { event.preventDefault(); undo(); }
});
addEventListener('hashchange', () => {
  if (location.hash.slice(1) === written) return;
  past.push(encode());
  state = decode(location.hash.slice(1));
  written = encode();
  frame();
  refresh();
});

function start() {
  const given = location.hash.slice(1);
  state = decode(given || new URLSearchParams(data.opening).toString());
  if (!given && !state.open && nodes.filter((node) => node.community !== undefined).length > LARGE && !state.shown) state.open = new Set();
  written = encode();
  readPalette();
  frame();
  startDrawing(drawing.canvas);
  placeOutside();
  watch(refresh);
  refresh();
  fit(drawing.near ? [...drawing.near.nodes].flatMap((id) => [id, ...neighbours(id)]) : []);
  document.body.dataset.ready = 'true';
}

start();
