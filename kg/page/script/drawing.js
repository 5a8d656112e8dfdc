// The picture: vis-network draws nodes and edges at places that were computed beforehand; names and words are laid over
// it here, the weightiest first, and only where no other stands.
const NAME_SIZE = 12;
const drawing = { network: null, moving: false, hover: null, grow: 1 };
const things = new Map(); // What stands in the picture by its vis id: {x, y, kind, radius, label, weight}.
const strokes = new Map(); // Edges in the picture by their vis id: {edge | null, factuality, word}.

function startDrawing(container) {
  drawing.nodes = new vis.DataSet();
  drawing.edges = new vis.DataSet();
  const options = structuredClone(data.options);
  options.nodes.ctxRenderer = renderNode;
  options.edges.color = { inherit: false };
  const network = new vis.Network(container, { nodes: drawing.nodes, edges: drawing.edges }, options);
  drawing.network = network;
  network.on('click', ({ nodes: [node], edges: [edge] }) => choose(node, edge));
  network.on('doubleClick', ({ nodes: [node] }) => { if (typeof node === 'number') toggleNeighbours(node); });
  network.on('hoverNode', ({ node }) => { drawing.hover = node; });
  network.on('blurNode', () => { drawing.hover = null; });
  network.on('dragStart', ({ nodes: dragged }) => { drawing.moving = !dragged.length; });
  network.on('dragEnd', ({ nodes: [id] }) => {
    drawing.moving = false;
    if (typeof id === 'number') { const { x, y } = network.getPosition(id); change((now) => now.pinned.set(id, [x, y])); } else network.redraw();
  });
  network.on('zoom', thicken);
  // Far out, symbols shrink less than distances do.
  network.on('beforeDrawing', () => { drawing.grow = Math.min(2.4, Math.max(1, 0.62 / network.getScale())); });
  network.on('afterDrawing', drawWords);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readPalette(); draw(); });
  readPalette();
}

// Far out, lines are drawn thicker and their dashes longer, in a few steps, so that they keep telling how sure they are.
function thickness() {
  const scale = drawing.network.getScale();
  return [0.75, 0.45, 0.25, 0.12].filter((step) => scale < step).length * 0.75 + 1;
}

function thicken() {
  if (thickness() === drawing.thick) return;
  drawing.thick = thickness();
  sync(drawing.edges, [...strokes.values()].map(visEdge));
}

function choose(node, edge) {
  if (typeof node === 'string') return openCommunity(Number(node.slice(1)));
  if (node !== undefined) return select({ kind: 'node', id: node });
  if (edge !== undefined && strokes.get(edge) && strokes.get(edge).edge) return select({ kind: 'edge', id: strokes.get(edge).edge.id });
  return select(null);
}

function select(selected) {
  change((now) => { now.selected = selected; }, { silent: true });
}

function radiusOf(id) {
  const value = measureOf(id, state.measure);
  const most = drawing.most[state.measure] || 1;
  return 9 + 15 * Math.sqrt(value / most);
}

function placeOf(id) {
  const pinned = state.pinned.get(id);
  if (pinned) return pinned;
  const node = nodes[id];
  if (node.x !== undefined) return [node.x, node.y];
  return drawing.outside.get(id) || [0, 0];
}

// Things without an edge stand in rows below the picture, for those who ask to see them.
function placeOutside() {
  const low = nodes.reduce((most, node) => Math.max(most, node.y || 0), 0) + 160;
  const wide = Math.max(6, Math.ceil(Math.sqrt(nodes.length)));
  drawing.outside = new Map(nodes.filter((node) => node.x === undefined)
    .map((node, place) => [node.id, [((place % wide) - wide / 2) * 130, low + Math.floor(place / wide) * 70]]));
  drawing.most = Object.fromEntries(data.measures.map((name) => [name, nodes.reduce((most, node) => Math.max(most, measureOf(node.id, name)), 0)]));
}

function draw() {
  const picture = compose(view);
  things.clear();
  strokes.clear();
  for (const thing of picture.things) things.set(thing.id, thing);
  for (const stroke of picture.strokes) strokes.set(stroke.id, stroke);
  drawing.near = nearSelection();
  drawing.order = [...things.values()].sort((a, b) => b.weight - a.weight || String(a.id).localeCompare(String(b.id)));
  sync(drawing.nodes, picture.things.map((thing) => ({ id: thing.id, x: thing.x, y: thing.y, size: thing.radius })));
  sync(drawing.edges, picture.strokes.map(visEdge));
  const chosen = state.selected;
  drawing.network.unselectAll();
  if (chosen && chosen.kind === 'node' && things.has(chosen.id)) drawing.network.selectNodes([chosen.id], false);
  drawing.network.redraw();
}

// The DataSet brought to what it should hold, touching only what changed: vis reads each changed item anew.
function sync(set, wanted) {
  const kept = new Set(wanted.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !kept.has(id)));
  const last = set.last || new Map();
  const now = new Map(wanted.map((item) => [item.id, JSON.stringify(item)]));
  set.update(wanted.filter((item) => !set.get(item.id) || last.get(item.id) !== now.get(item.id)));
  set.last = now;
}

function visEdge(stroke) {
  const near = drawing.near, thick = drawing.thick || 1;
  const faded = near && !near.edges.has(stroke.id);
  const colour = strokeColour(stroke);
  const curved = Math.abs(stroke.bend) > 0.001;
  return {
    id: stroke.id, from: stroke.from, to: stroke.to, width: stroke.width * thick,
    dashes: DASHES[stroke.factuality].length ? DASHES[stroke.factuality].map((length) => length * thick) : false,
    color: { color: colour, highlight: colour, hover: colour, opacity: faded ? 0.28 : stroke.factuality === 'asserted' ? 0.75 : 1 },
    arrows: { to: { enabled: Boolean(stroke.edge), scaleFactor: 0.55 } },
    smooth: curved ? { enabled: true, type: stroke.bend > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.abs(stroke.bend) } : false,
  };
}

// What stays bright while something is selected.
function nearSelection() {
  const chosen = state.selected;
  if (!chosen) return null;
  const near = { nodes: new Set(), edges: new Set() };
  if (chosen.kind === 'node') {
    near.nodes.add(chosen.id);
    for (const edge of shownEdgesOf(chosen.id)) { near.edges.add(edge.id); near.nodes.add(otherEnd(edge, chosen.id)); }
  } else if (chosen.kind === 'edge') {
    const edge = edges[chosen.id];
    near.edges.add(edge.id); near.nodes.add(edge.from); near.nodes.add(edge.to);
  } else if (typeof pathsBetween === 'function' && chosen.ends.length === 2) {
    for (const path of pathsBetween(...chosen.ends)) {
      path.nodes.forEach((id) => near.nodes.add(id));
      path.steps.flat().forEach((edge) => near.edges.add(edge.id));
    }
    chosen.ends.forEach((id) => near.nodes.add(id));
  }
  return near;
}

function renderNode({ ctx, id, x, y, state: { selected, hover } }) {
  const thing = things.get(id);
  const radius = thing ? thing.radius * drawing.grow : 9;
  return {
    nodeDimensions: { width: radius * 2, height: radius * 2 },
    drawNode() {
      if (!thing) return;
      thing.x = x; thing.y = y; thing.drawn = radius;
      const scale = radius / 12;
      ctx.save();
      ctx.translate(x, y);
      ctx.globalAlpha = drawing.near && !drawing.near.nodes.has(id) ? 0.38 : 1;
      const both = paths[thing.kind] || paths.organisation;
      if (selected || hover) { ctx.beginPath(); ctx.arc(0, 0, radius + 6, 0, 7); ctx.fillStyle = palette.accent; ctx.globalAlpha *= 0.28; ctx.fill(); ctx.globalAlpha /= 0.28; }
      ctx.scale(scale, scale);
      ctx.fillStyle = palette[thing.kind] || palette.soft;
      ctx.fill(both[0]);
      ctx.lineWidth = (selected ? 3 : 1.6) / scale;
      ctx.strokeStyle = selected ? palette.accent : palette.paper;
      ctx.stroke(both[0]);
      if (thing.community !== undefined) drawCount(ctx, thing);
      else if (radius * drawing.network.getScale() > 6) { ctx.fillStyle = palette.sign; ctx.fill(both[1]); }
      if (nodes[id] && nodes[id].both) { ctx.beginPath(); ctx.arc(0, 0, 15.5, 0, 7); ctx.lineWidth = 1.6; ctx.strokeStyle = palette.official; ctx.stroke(); }
      if (state.pinned.has(id)) { ctx.beginPath(); ctx.arc(10, -10, 3.4, 0, 7); ctx.fillStyle = palette.accent; ctx.fill(); }
      ctx.restore();
    },
  };
}

function drawCount(ctx, thing) {
  ctx.fillStyle = palette.sign;
  ctx.font = '600 9px system-ui, sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(thing.members), 0, 0);
}

// Widths on the screen, measured once a text and size on a canvas of their own.
const widths = new Map();
const ruler = document.createElement('canvas').getContext('2d');
function widthOf(text, font) {
  const key = font + text;
  if (!widths.has(key)) { ruler.font = font; widths.set(key, ruler.measureText(text).width); }
  return widths.get(key);
}

const short = (text, most) => { const all = [...text.replace(/\s+/g, ' ')]; return all.length > most ? all.slice(0, most - 1).join('') + '…' : all.join(''); };

// Names under nodes and words on edges, in the picture's own units, at a size that stays the same on the screen.
function drawWords(ctx) {
  const network = drawing.network;
  const scale = network.getScale();
  const container = network.canvas.frame.canvas;
  const low = network.DOMtoCanvas({ x: 0, y: 0 });
  const high = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
  const inside = (x, y) => x > low.x && x < high.x && y > low.y && y < high.y;
  const taken = new Boxes(90 / scale);
  const symbols = new Boxes(90 / scale);
  const size = NAME_SIZE / scale;
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  strikeDenied(ctx, scale, inside);
  for (const thing of drawing.order) if (inside(thing.x, thing.y)) {
    const reach = thing.radius * drawing.grow * 0.85;
    symbols.take(thing.x - reach, thing.y - reach, thing.x + reach, thing.y + reach);
  }
  const font = `500 ${NAME_SIZE}px system-ui, "Noto Sans", sans-serif`;
  const names = [...drawing.order.filter((thing) => isNear(thing.id)), ...drawing.order.filter((thing) => !isNear(thing.id))];
  let written = 0;
  for (const [rank, thing] of names.entries()) {
    if (written > (drawing.moving ? 60 : 400)) break;
    if (!inside(thing.x, thing.y)) continue;
    const chosen = thing.id === drawing.hover || (state.selected && state.selected.kind === 'node' && state.selected.id === thing.id);
    const text = short(thing.label, chosen ? 80 : 30);
    const spot = spotFor(thing, widthOf(text, font) / scale, size * 1.25, 3 / scale, taken, symbols, chosen || rank < 24);
    if (!spot) continue;
    taken.take(...spot);
    write(ctx, text, (spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2, scale, `500 ${size}px system-ui, "Noto Sans", sans-serif`, palette.ink, drawing.near && !drawing.near.nodes.has(thing.id) ? 0.5 : 1);
    written += 1;
  }
  if (!drawing.moving) drawEdgeWords(ctx, scale, inside, taken, symbols);
  ctx.restore();
}

// Where a name fits: under its thing, over it, or beside it; the weightiest may cover the symbols of lesser ones.
function spotFor(thing, wide, high, gap, taken, symbols, weighty) {
  const reach = thing.radius * drawing.grow + gap;
  const spots = [[-wide / 2, reach], [-wide / 2, -reach - high], [reach, -high / 2], [-reach - wide, -high / 2]]
    .map(([x, y]) => [thing.x + x, thing.y + y, thing.x + x + wide, thing.y + y + high]);
  return spots.find((spot) => taken.free(...spot) && symbols.free(...spot)) || (weighty && spots.find((spot) => taken.free(...spot))) || null;
}

const isNear = (id) => id === drawing.hover || Boolean(drawing.near && drawing.near.nodes.has(id));

function write(ctx, text, x, y, scale, font, colour, alpha) {
  ctx.font = font;
  ctx.globalAlpha = alpha;
  ctx.lineWidth = 3.2 / scale;
  ctx.strokeStyle = palette.paper;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.globalAlpha = 1;
}

function middleOf(id) {
  const drawn = drawing.network.body.edges[id];
  return drawn && drawn.connected ? drawn.edgeType.getPoint(0.5) : null;
}

function drawEdgeWords(ctx, scale, inside, taken, symbols) {
  const size = 10.5 / scale;
  const weight = (stroke) => (drawing.near && drawing.near.edges.has(stroke.id) ? 2 : 0) + (stroke.factuality === 'asserted' ? 0 : 1);
  const candidates = [...strokes.values()].filter((stroke) => stroke.word && (!drawing.near || drawing.near.edges.has(stroke.id)));
  if (candidates.length > 1500 && scale < 0.5) return;
  const font = '10.5px system-ui, "Noto Sans", sans-serif';
  let written = 0;
  for (const stroke of candidates.sort((a, b) => weight(b) - weight(a) || a.id - b.id)) {
    if (written > 160) break;
    const from = things.get(stroke.from), to = things.get(stroke.to);
    const room = Math.hypot(from.x - to.x, from.y - to.y) - (from.radius + to.radius) * drawing.grow;
    // Where the whole does not fit, the hedge alone still tells how sure the line is.
    const word = [stroke.word, stroke.edge && stroke.factuality !== 'asserted' && say(`hedge.${stroke.factuality}`)].find((text) => text && widthOf(` ${text}`, font) / scale * 0.8 < room);
    if (!word) continue;
    const half = widthOf(` ${word}`, font) / 2 / scale;
    const middle = middleOf(stroke.id);
    if (!middle || !inside(middle.x, middle.y) || !taken.free(middle.x - half, middle.y - size * 0.7, middle.x + half, middle.y + size * 0.7) || !symbols.free(middle.x - half, middle.y - size * 0.5, middle.x + half, middle.y + size * 0.5)) continue;
    taken.take(middle.x - half, middle.y - size * 0.7, middle.x + half, middle.y + size * 0.7);
    write(ctx, word, middle.x, middle.y, scale, `${size}px system-ui, "Noto Sans", sans-serif`, stroke.factuality === 'asserted' ? palette.soft : palette[stroke.factuality], 1);
    written += 1;
  }
}

// A denied edge is struck: two bars across its middle.
function strikeDenied(ctx, scale, inside) {
  for (const stroke of strokes.values()) {
    if (stroke.factuality !== 'denied') continue;
    const middle = middleOf(stroke.id);
    if (!middle || !inside(middle.x, middle.y)) continue;
    const from = things.get(stroke.from), to = things.get(stroke.to);
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [along, across] = [[(to.x - from.x) / length, (to.y - from.y) / length], [(from.y - to.y) / length, (to.x - from.x) / length]];
    const wide = drawing.thick || 1;
    ctx.beginPath();
    for (const shift of [-16 * wide, -11 * wide]) {
      const x = middle.x + along[0] * shift, y = middle.y + along[1] * shift;
      ctx.moveTo(x - (across[0] * 7 + along[0] * 3) * wide, y - (across[1] * 7 + along[1] * 3) * wide);
      ctx.lineTo(x + (across[0] * 7 + along[0] * 3) * wide, y + (across[1] * 7 + along[1] * 3) * wide);
    }
    ctx.lineWidth = Math.max(1.6, 1.2 / scale);
    ctx.strokeStyle = palette.denied;
    ctx.globalAlpha = drawing.near && !drawing.near.edges.has(stroke.id) ? 0.2 : 1;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
}

// Rectangles that are taken, in a grid of cells.
class Boxes {
  constructor(cell) { this.cell = cell; this.cells = new Map(); }
  * keys(x1, y1, x2, y2) {
    for (let x = Math.floor(x1 / this.cell); x <= Math.floor(x2 / this.cell); x += 1)
      for (let y = Math.floor(y1 / this.cell); y <= Math.floor(y2 / this.cell); y += 1) yield x * 100_003 + y;
  }
  free(x1, y1, x2, y2) {
    for (const key of this.keys(x1, y1, x2, y2)) for (const box of this.cells.get(key) || [])
      if (x1 < box[2] && x2 > box[0] && y1 < box[3] && y2 > box[1]) return false;
    return true;
  }
  take(...box) {
    for (const key of this.keys(...box)) { if (!this.cells.has(key)) this.cells.set(key, []); this.cells.get(key).push(box); }
  }
}

function fit(ids) {
  const some = (ids || []).filter((id) => things.has(id));
  drawing.network.fit({ nodes: some.length ? some : [...things.keys()], animation: false, maxZoomLevel: 1.15 });
  thicken();
}
