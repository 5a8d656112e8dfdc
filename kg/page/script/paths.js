// The shortest ways between two things over the edges that the filters let through; each step keeps its evidence.
const MOST_PATHS = 6;

function pathsBetween(from, to) {
  if (from === to) return [];
  const before = new Map([[from, []]]);
  const distance = new Map([[from, 0]]);
  let front = [from];
  while (front.length && !before.has(to)) {
    const next = [];
    for (const id of front) for (const other of neighbours(id)) {
      if (!distance.has(other)) { distance.set(other, distance.get(id) + 1); before.set(other, []); next.push(other); }
      if (distance.get(other) === distance.get(id) + 1) before.get(other).push(id);
    }
    front = next;
  }
  if (!before.has(to)) return [];
  let found = [[to]];
  while (found.length && found[0][0] !== from) {
    found = found.flatMap((path) => before.get(path[0]).sort(byName).map((id) => [id, ...path])).slice(0, MOST_PATHS);
  }
  return found.map((path) => ({
    nodes: path,
    steps: path.slice(1).map((id, place) => shownEdgesOf(id).filter((edge) => otherEnd(edge, id) === path[place])
      .sort((a, b) => FACTUALITIES.indexOf(a.factuality) - FACTUALITIES.indexOf(b.factuality) || a.id - b.id)),
  }));
}

const allAsserted = (path) => path.steps.every((step) => step.some((edge) => edge.factuality === 'asserted'));

function pathPanel(ends) {
  const [from, to] = ends;
  if (to === undefined) {
    return [el('h2', {}, say('path_from', { name: nodes[from].label })), el('p', {}, say('path_pick')), finder(say('path_to'), (id) => select({ kind: 'path', ends: [from, id] }), 'path-to')];
  }
  const found = pathsBetween(from, to);
  return [
    el('h2', {}, say('paths_between', { from: nodes[from].label, to: nodes[to].label })),
    found.length ? el('p', {}, say('paths_found', { number: count(found.length), steps: count(found[0].steps.length) })) : el('p', {}, say('path_none')),
    el('div', { class: 'actions' }, button(say('path_other'), () => select({ kind: 'path', ends: [from] }))),
    found.map((path, place) => el('details', { class: 'path', open: place === 0 },
      el('summary', {}, path.nodes.map((id) => nodes[id].label).join(' → ')),
      !allAsserted(path) && el('p', { class: 'warning' }, say('path_not_sure')),
      el('ol', {}, path.steps.map((step, at) => el('li', {}, thingButton(path.nodes[at]), ' – ', thingButton(path.nodes[at + 1]),
        step.map((edge) => el('div', { class: 'step' }, factualityTag(edge.factuality), ' ', edgeButton(edge, edgeWord(edge)),
          markedSentence(claims[edge.claims[0]]),
          el('p', { class: 'where' }, [claims[edge.claims[0]].source.publisher, dateWord(claims[edge.claims[0]].source.published)].filter(Boolean).join(', '))))))))),
  ];
}
