// What the page holds, decoded: nodes, edges, and claims as objects. Nothing here is ever read as markup.
const data = JSON.parse(document.getElementById('data').textContent);
const wording = JSON.parse(document.getElementById('words').textContent);

const FACTUALITIES = ['asserted', 'alleged', 'planned', 'denied'];
const KIND_ORDER = ['candidate', 'official', 'person', 'group', 'organisation', 'office', 'event', 'document', 'place', 'offence'];
const PRESENT = new Set(['attended', 'led']);
const nodes = data.nodes;
const edges = data.edges;

const claims = data.claims.map((row, id) => {
  const claim = { id };
  data.columns.forEach((name, place) => { claim[name] = row[place]; });
  const [title, publisher, published, url, iri] = data.articles[claim.article];
  claim.source = { title, publisher, published, url, iri };
  claim.words = data.sentences[claim.sentence];
  claim.when = claim.date || (published || '').slice(0, 10) || '';
  claim.address = data.base + iri + claim.iri;
  return claim;
});
edges.forEach((edge) => edge.claims.forEach((id) => { claims[id].edge = edge; }));

// Node → its edges; node → the claims about it, with or without an edge.
const edgesOf = nodes.map(() => []);
edges.forEach((edge) => { edgesOf[edge.from].push(edge); edgesOf[edge.to].push(edge); });
const claimsOf = nodes.map(() => []);
claims.forEach((claim) => {
  for (const end of new Set([claim.subject, claim.object])) if (typeof end === 'number') claimsOf[end].push(claim);
});

// An event's day, where some claim asserts it.
nodes.forEach((node) => {
  const held = claimsOf[node.id].filter((claim) => claim.relation === 'heldOn' && claim.factuality === 'asserted');
  if (held.length) node.date = held.map((claim) => claim.value).sort()[0];
});

const byName = (a, b) => nodes[a].label.localeCompare(nodes[b].label, 'id');
const measureOf = (id, name) => (nodes[id].measures || [0, 0, 0])[data.measures.indexOf(name)];
