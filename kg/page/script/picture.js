// What a view puts into the picture: things and strokes. Closed communities stand as one disc each; strokes between
// them are counted for each factuality by itself, so that an allegation is never drawn inside a solid line.
const communities = [];
nodes.forEach((node) => { if (node.community !== undefined) (communities[node.community] ||= []).push(node.id); });

const standIn = (id) => (state.open && nodes[id].community !== undefined && !state.open.has(nodes[id].community) ? `c${nodes[id].community}` : id);

function compose(seen) {
  const composed = { things: [], strokes: [] };
  const closed = new Map();
  for (const id of seen.nodes) {
    const place = standIn(id);
    if (place !== id) { if (!closed.has(place)) closed.set(place, []); closed.get(place).push(id); continue; }
    const [x, y] = placeOf(id);
    composed.things.push({ id, x, y, kind: nodes[id].group, radius: radiusOf(id), label: nodes[id].label, weight: measureOf(id, state.measure) });
  }
  for (const [id, members] of closed) composed.things.push(disc(id, members));
  const between = new Map();
  const beside = new Map();
  for (const edge of seen.edges.keys()) {
    const [from, to] = [standIn(edge.from), standIn(edge.to)];
    if (from === to) continue;
    if (from === edge.from && to === edge.to) {
      const pair = Math.min(from, to) + '-' + Math.max(from, to);
      if (!beside.has(pair)) beside.set(pair, []);
      beside.get(pair).push({ id: edge.id, from, to, edge, factuality: edge.factuality, width: edge.width, word: edgeWord(edge) });
      continue;
    }
    const ends = [from, to].map(String).sort();
    const key = `${ends.join('-')}-${edge.factuality}`;
    if (!between.has(key)) between.set(key, { id: key, from: String(from) === ends[0] ? from : to, to: String(from) === ends[0] ? to : from, edge: null, factuality: edge.factuality, number: 0 });
    between.get(key).number += 1;
  }
  for (const stroke of between.values()) {
    const pair = [stroke.from, stroke.to].join('-');
    stroke.width = 1 + Math.min(7, Math.sqrt(stroke.number));
    stroke.word = `${count(stroke.number)} ${factualityWord(stroke.factuality)}`;
    if (!beside.has(pair)) beside.set(pair, []);
    beside.get(pair).push(stroke);
  }
  for (const [pair, together] of beside) together.forEach((stroke, place) => {
    // Strokes of one pair bend apart, whichever way they point.
    const side = pair.startsWith(`${stroke.from}-`) ? 1 : -1;
    stroke.bend = together.length === 1 ? 0 : (place - (together.length - 1) / 2) * 0.28 * side;
    composed.strokes.push(stroke);
  });
  return composed;
}

function disc(id, members) {
  const community = Number(id.slice(1));
  const middle = (axis) => members.reduce((sum, member) => sum + placeOf(member)[axis], 0) / members.length;
  const head = members.reduce((best, member) => (measureOf(member, 'connections') > measureOf(best, 'connections') ? member : best));
  return {
    id, community, members: members.length, x: middle(0), y: middle(1), kind: 'community',
    radius: 14 + Math.min(90, 5 * Math.sqrt(members.length)), weight: 1e6 + members.length,
    label: say('community', { name: nodes[head].label, number: count(members.length) }),
  };
}

function openCommunity(community) {
  change((now) => { now.open.add(community); });
  fit(communities[community]);
}
