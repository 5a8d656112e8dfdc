// What the filters let through: claims, the edges that rest on them, and the nodes that those link.
let view = null;

function claimPasses(claim) {
  // Told as a fact, but read with too little confidence: seen only by those who ask for it.
  if (claim.doubtful && !state.doubtful) return false;
  if (state.off.factuality.has(claim.factuality) || state.off.relation.has(claim.relation)) return false;
  if (state.off.outlet.has(claim.source.publisher || '') || claim.sources < state.least) return false;
  if (!claim.when) return state.undated;
  // A date that is only a month or a year passes where any of its days would.
  if (state.from && claim.when < state.from.slice(0, claim.when.length)) return false;
  return !(state.to && claim.when.slice(0, state.to.length) > state.to);
}

function nodePasses(id) {
  return !state.hidden.has(id) && !state.off.kind.has(nodes[id].group) && (!state.shown || state.shown.has(id));
}

function look() {
  const passing = claims.filter((claim) => claimPasses(claim) && nodePasses(claim.subject)
    && (typeof claim.object !== 'number' || nodePasses(claim.object)));
  const drawn = new Map();
  for (const claim of passing) if (claim.edge) {
    if (!drawn.has(claim.edge)) drawn.set(claim.edge, []);
    drawn.get(claim.edge).push(claim);
  }
  const linked = new Set();
  for (const edge of drawn.keys()) { linked.add(edge.from); linked.add(edge.to); }
  const lonely = nodes.filter((node) => !linked.has(node.id) && nodePasses(node.id)).map((node) => node.id);
  if (state.lonely) lonely.forEach((id) => linked.add(id));
  if (state.selected && state.selected.kind === 'node' && nodePasses(state.selected.id)) linked.add(state.selected.id);
  view = { claims: passing, has: new Set(passing), edges: drawn, nodes: linked, lonely };
  return view;
}

const shownEdgesOf = (id) => edgesOf[id].filter((edge) => view.edges.has(edge));
const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
const neighbours = (id) => [...new Set(shownEdgesOf(id).map((edge) => otherEnd(edge, id)))];
