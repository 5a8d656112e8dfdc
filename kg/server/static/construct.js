// Draws the triples of a CONSTRUCT at the places that the server computed; labels are text.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const place = document.getElementById("network");
  if (!window.vis) { place.textContent = "vis-network?"; return; }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#e8e6e1" : "#1d2430";
  const cut = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
  const nodes = data.nodes.map((node) => ({
    id: node.id, x: node.x, y: node.y, label: cut(node.label), shape: node.kind === "literal" ? "box" : "dot", size: 9,
    font: { color: ink, size: 13 }, color: node.kind === "literal" ? (dark ? "#343b45" : "#eeeae0") : "#0b7c8c",
  }));
  const edges = data.edges.map((edge) => ({
    from: edge.from, to: edge.to, label: cut(edge.label), arrows: "to",
    font: { color: ink, size: 11, strokeWidth: 0, align: "middle" }, color: dark ? "#6d7886" : "#a29c8e",
  }));
  new window.vis.Network(place, { nodes, edges }, { physics: false, edges: { smooth: false }, interaction: { hover: true } });
})();
