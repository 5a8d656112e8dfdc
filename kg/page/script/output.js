// Out of the page: the view as SVG and PNG, its claims as CSV, its network as GEXF.
function exportMenu() {
  const entry = (name, make) => button(say(`save_${name}`), () => { make(); menu.open = false; }, { id: `save-${name}` });
  const menu = el('details', { class: 'menu', id: 'save' }, el('summary', { class: 'button quiet' }, say('save')),
    el('div', { class: 'entries' }, entry('png', savePng), entry('svg', () => save('jejak.svg', 'image/svg+xml', asSvg())), entry('csv', () => save('jejak.csv', 'text/csv', asCsv())), entry('gexf', () => save('jejak.gexf', 'application/xml', asGexf())), entry('link', () => copy(location.href))));
  return menu;
}

// Cells that a spreadsheet would take for a formula get an apostrophe in front.
const csvCell = (value) => { const text = String(value ?? '').replace(/\0/g, ''); return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`; };

function asCsv() {
  const head = ['factuality', 'subject', 'relation', 'object', 'status', 'date', 'said_by', 'sentence', 'outlet', 'published', 'url', 'independent_sources', 'rule', 'confidence', 'claim'];
  const rows = view.claims.map((claim) => [claim.factuality, nameOf(claim.subject), claim.relation, claim.object !== null ? nameOf(claim.object) : claim.value, claim.status, claim.date, sourceName(claim), claim.words, claim.source.publisher, claim.source.published, claim.source.url, claim.sources, data.rules[claim.rule], claim.confidence, claim.address]);
  return '\ufeff' + [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

// What XML 1.0 cannot hold is replaced.
const xml = (text) => String(text ?? '').replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function asGexf() {
  const drawn = [...view.nodes];
  const attribute = (names) => names.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`).join('');
  const values = (pairs) => `<attvalues>${Object.entries(pairs).map(([name, value]) => `<attvalue for="${name}" value="${xml(value)}"/>`).join('')}</attvalues>`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
    `<meta><description>${xml(say('notice'))}</description></meta><graph defaultedgetype="directed">`,
    `<attributes class="node">${attribute(['kind', 'iri'])}</attributes><attributes class="edge">${attribute(['relation', 'factuality', 'independent_sources', 'sentences'])}</attributes><nodes>`,
    ...drawn.map((id) => { const [x, y] = placeOf(id); return `<node id="${id}" label="${xml(nodes[id].label)}">${values({ kind: nodes[id].group, iri: data.base + nodes[id].iri })}<viz:position x="${x}" y="${-y}" z="0"/></node>`; }),
    '</nodes><edges>',
    ...[...view.edges].map(([edge, some]) => `<edge id="${edge.id}" source="${edge.from}" target="${edge.to}" label="${xml(edgeWord(edge))}" weight="${edge.sources}">${values({ relation: edge.relation, factuality: edge.factuality, independent_sources: edge.sources, sentences: some.map((claim) => claim.words).join(' | ') })}</edge>`),
    '</edges></graph></gexf>', ''].join('\n');
}

// The view as it stands, with its legend and its notice, so that no picture travels without them.
function asSvg() {
  const network = drawing.network;
  const box = drawing.canvas.getBoundingClientRect();
  const wide = Math.max(640, Math.round(box.width)), high = Math.max(420, Math.round(box.height)), foot = 66;
  const scale = network.getScale(), middle = network.getViewPosition();
  const at = (x, y) => [(x - middle.x) * scale + wide / 2, (y - middle.y) * scale + high / 2];
  const round = (number) => Math.round(number * 10) / 10;
  const font = 'font-family="system-ui, Noto Sans, sans-serif"';
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high + foot}" viewBox="0 0 ${wide} ${high + foot}">`, `<title>${xml(document.title)}</title>`, `<desc>${xml(say('notice'))}</desc>`,
    `<rect width="100%" height="100%" fill="${palette.paper}"/>`, `<clipPath id="v"><rect width="${wide}" height="${high}"/></clipPath><g clip-path="url(#v)">`];
  const words = [];
  for (const stroke of strokes.values()) {
    const a = things.get(stroke.from), b = things.get(stroke.to);
    const [x1, y1] = at(a.x, a.y), [x2, y2] = at(b.x, b.y);
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const point = middleOf(stroke.id) || { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    const [mx, my] = at(point.x, point.y);
    const [cx, cy] = [2 * mx - (x1 + x2) / 2, 2 * my - (y1 + y2) / 2];
    // The line ends at the rim of the thing that it points to.
    const back = (b.radius * scale + 3) / (Math.hypot(x2 - cx, y2 - cy) || 1);
    const [ex, ey] = [x2 - (x2 - cx) * back, y2 - (y2 - cy) * back];
    const turn = Math.atan2(ey - cy, ex - cx);
    const colour = strokeColour(stroke);
    const name = `${nodes[stroke.from] ? nodes[stroke.from].label : ''} – ${stroke.word} – ${nodes[stroke.to] ? nodes[stroke.to].label : ''}`;
    out.push(`<g stroke="${colour}" fill="none" data-factuality="${stroke.factuality}"><title>${xml(name)}</title><path d="M${round(x1)} ${round(y1)}Q${round(cx)} ${round(cy)} ${round(ex)} ${round(ey)}" stroke-width="${round(stroke.width * Math.min(1, scale + 0.3))}"${DASHES[stroke.factuality].length ? ` stroke-dasharray="${DASHES[stroke.factuality].join(' ')}"` : ''}/>`);
    if (stroke.edge) out.push(`<path fill="${colour}" stroke="none" d="M${[[0, 0], [-7, 3.4], [-7, -3.4]].map(([dx, dy]) => `${round(ex + dx * Math.cos(turn) - dy * Math.sin(turn))} ${round(ey + dx * Math.sin(turn) + dy * Math.cos(turn))}`).join('L')}Z"/>`);
    if (stroke.factuality === 'denied') for (const shift of [-16, -11]) {
      const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
      out.push(`<path d="M${round(mx + ux * (shift - 3) + uy * 7)} ${round(my + uy * (shift - 3) - ux * 7)}L${round(mx + ux * (shift + 3) - uy * 7)} ${round(my + uy * (shift + 3) + ux * 7)}" stroke-width="1.6"/>`);
    }
    out.push('</g>');
    if (length > stroke.word.length * 6) words.push(`<text x="${round(mx)}" y="${round(my + 3)}" font-size="10" fill="${stroke.factuality === 'asserted' ? palette.soft : colour}">${xml(stroke.word)}</text>`);
  }
  for (const thing of [...drawing.order].reverse()) {
    const [x, y] = at(thing.x, thing.y);
    const [outline, sign] = symbolOf(thing.kind);
    out.push(`<g transform="translate(${round(x)} ${round(y)}) scale(${round(thing.radius * scale / 12 * 100) / 100})" fill="${palette[thing.kind] || palette.soft}"><title>${xml(thing.label)}</title><path d="${outline}" stroke="${palette.paper}" stroke-width="1.2"/>${thing.community === undefined ? `<path d="${sign}" fill="${palette.sign}"/>` : ''}</g>`);
    words.push(`<text x="${round(x)}" y="${round(y + thing.radius * scale + 13)}" font-size="12" font-weight="500" fill="${palette.ink}">${xml(short(thing.label, 34))}</text>`);
  }
  out.push(`</g><g ${font} text-anchor="middle" stroke="${palette.paper}" stroke-width="3" paint-order="stroke" stroke-linejoin="round" clip-path="url(#v)">`, ...words, '</g>',
    `<g ${font} font-size="12" fill="${palette.ink}"><rect y="${high}" width="${wide}" height="${foot}" fill="${palette.paper}"/><line x1="0" x2="${wide}" y1="${high}" y2="${high}" stroke="${palette.line}"/>`);
  FACTUALITIES.forEach((factuality, place) => {
    const x = 16 + place * Math.min(210, (wide - 20) / 4);
    out.push(`<line x1="${x}" x2="${x + 40}" y1="${high + 20}" y2="${high + 20}" stroke="${palette[factuality]}" stroke-width="2"${DASHES[factuality].length ? ` stroke-dasharray="${DASHES[factuality].join(' ')}"` : ''}/><text x="${x + 47}" y="${high + 24}">${xml(say(`face.${factuality}`))}</text>`);
    if (factuality === 'denied') out.push(`<path d="M${x + 16} ${high + 15}l6 10m-1 -10l6 10" stroke="${palette.denied}" stroke-width="1.6" fill="none"/>`);
  });
  out.push(`<text x="16" y="${high + 50}" font-size="11" fill="${palette.soft}">${xml(say('notice_short'))}</text></g></svg>`);
  return out.join('\n');
}

function savePng() {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([asSvg()], { type: 'image/svg+xml' }));
  image.onload = () => {
    const canvas = el('canvas', { width: image.width * 2, height: image.height * 2 });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => save('jejak.png', 'image/png', blob), 'image/png');
  };
  image.src = url;
}
