// What a reader does to the picture around one thing: hide, pin, expand, collapse.
function hide(id) {
  change((now) => { now.hidden.add(id); now.selected = null; });
}

function togglePin(id) {
  change((now) => { if (!now.pinned.delete(id)) now.pinned.set(id, placeOf(id)); });
}

// All neighbours of a thing, those too that are hidden or outside the part that is shown.
const allNeighbours = (id) => [...new Set(edgesOf[id].map((edge) => otherEnd(edge, id)))];
const missingNeighbours = (id) => allNeighbours(id).filter((other) => state.hidden.has(other) || (state.shown && !state.shown.has(other)));

function expand(id) {
  change((now) => {
    for (const other of allNeighbours(id)) { now.hidden.delete(other); if (now.shown) now.shown.add(other); }
    if (now.open) for (const other of [id, ...allNeighbours(id)]) if (nodes[other].community !== undefined) now.open.add(nodes[other].community);
  });
}

// The neighbours that hang on nothing else go.
const leaves = (id) => neighbours(id).filter((other) => neighbours(other).every((end) => end === id));

function collapse(id) {
  change((now) => leaves(id).forEach((other) => now.hidden.add(other)));
}

function toggleNeighbours(id) {
  if (missingNeighbours(id).length) expand(id); else collapse(id);
}

function alone(id) {
  change((now) => { now.shown = new Set([id, ...allNeighbours(id)]); });
  fit();
}

function showAll() {
  change((now) => { now.shown = null; now.hidden = new Set(); if (now.open) now.open = new Set(communities.keys()); });
  fit();
}
