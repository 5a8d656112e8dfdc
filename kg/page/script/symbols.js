// Each kind's outline and sign, as paths around (0, 0), used alike on the canvas, in the legend and in SVG.
const SYMBOLS = {
  candidate: ['M0-14L13.3-4.3L8.2 11.3H-8.2L-13.3-4.3Z', 'M-5-7H-3.4V8H-5ZM-3-7H6L3.2-3.6L6-.2H-3Z'],
  official: ['M-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0Z', 'M0-7.5L6-5V0C6 4 3 6.5 0 8C-3 6.5-6 4-6 0V-5Z'],
  person: ['M-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0Z', 'M-3.1-3.6a3.1 3.1 0 1 0 6.2 0a3.1 3.1 0 1 0-6.2 0ZM-6 7C-6 2.4-3.2.8 0 .8S6 2.4 6 7Z'],
  group: ['M-8-9H8a9 9 0 0 1 0 18H-8a9 9 0 0 1 0-18Z', 'M-2-2.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM-8-2.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM4-2.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0ZM-9 4.5C-9 2-7.5 1-6 1S-3 2-3 4.5ZM-3 4.5C-3 2-1.5 1 0 1S3 2 3 4.5ZM3 4.5C3 2 4.5 1 6 1S9 2 9 4.5Z'],
  organisation: ['M-8-11H8a3 3 0 0 1 3 3V8a3 3 0 0 1-3 3H-8a3 3 0 0 1-3-3V-8a3 3 0 0 1 3-3Z', 'M-7-3L0-7.5L7-3V-1.5H-7ZM-6-.5H-4V4.5H-6ZM-1-.5H1V4.5H-1ZM4-.5H6V4.5H4ZM-7 5.5H7V7.5H-7Z'],
  office: ['M0-14L14 0L0 14L-14 0Z', 'M-4-6.5H4V0H-4ZM-5.5 1H5.5V3H-5.5ZM-4.5 3.5H-3V7H-4.5ZM3 3.5H4.5V7H3Z'],
  event: ['M-13.5 0L-6.7-11.7H6.7L13.5 0L6.7 11.7H-6.7Z', 'M-6-5H6V-2.2H-6ZM-6-1.2H6V6H-6ZM-4-7H-2.4V-5H-4ZM2.4-7H4V-5H2.4Z'],
  document: ['M-9-12H4L10-6V12H-9Z', 'M-5.5-3H5.5V-1.4H-5.5ZM-5.5.8H5.5V2.4H-5.5ZM-5.5 4.6H2V6.2H-5.5Z'],
  place: ['M0 14C-6 6-10.5 1.5-10.5-4A10.5 10.5 0 0 1 10.5-4C10.5 1.5 6 6 0 14Z', 'M-4-4a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z'],
  offence: ['M0-13.5L13.5 10.5H-13.5Z', 'M-1.4-5H1.4L.9 3H-.9ZM-1.3 4.6H1.3V7.2H-1.3Z'],
};
const symbolOf = (kind) => SYMBOLS[kind] || SYMBOLS.organisation;
const paths = Object.fromEntries(Object.entries(SYMBOLS).map(([kind, both]) => [kind, both.map((path) => new Path2D(path))]));

// Relations of one kind share a colour, so that a story about attendance looks other than one about a case.
const FAMILIES = {
  roles: ['holdsPosition', 'candidateFor', 'memberOf', 'appointed'],
  gatherings: ['attended', 'led', 'organised', 'heldAt', 'heldOn'],
  ties: ['accompanied', 'met', 'relativeOf', 'supports'],
  papers: ['signed', 'pledged', 'issued'],
  cases: ['accusedOf', 'reported', 'examined', 'charged', 'sanctioned'],
  words: ['stated', 'urged', 'criticised'],
};
const familyOf = new Map(Object.entries(FAMILIES).flatMap(([family, all]) => all.map((relation) => [relation, family])));

// What is not asserted keeps the colour of its own doubt, whatever it is about.
function strokeColour(stroke) {
  const family = stroke.factuality === 'asserted' && stroke.edge && familyOf.get(stroke.edge.relation);
  return palette[family || stroke.factuality];
}

const DASHES = { asserted: [], alleged: [9, 6], planned: [2, 5], denied: [14, 4] };

// The colours of the style sheet, read anew when the reader's system turns dark or light.
let palette = {};
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  palette = { paper: colour('paper'), ink: colour('ink'), soft: colour('soft'), line: colour('line'), accent: colour('accent'), edge: colour('edge'), sign: colour('sign') };
  for (const kind of KIND_ORDER) palette[kind] = colour(`kind-${kind}`);
  for (const family of Object.keys(FAMILIES)) palette[family] = colour(`family-${family}`);
  palette.alleged = colour('alleged'); palette.planned = colour('planned'); palette.denied = colour('denied');
  palette.asserted = palette.edge;
}

function symbol(kind, size = 20) {
  const [outline, sign] = symbolOf(kind);
  return svg('svg', { class: `symbol ${kind}`, viewBox: '-16 -16 32 32', width: size, height: size, 'aria-hidden': 'true' },
    svg('path', { d: outline, class: 'outline' }), svg('path', { d: sign, class: 'sign' }));
}

function lineSample(factuality, family = '') {
  return svg('svg', { class: `line ${factuality} ${family}`, viewBox: '0 0 44 12', width: 44, height: 12, 'aria-hidden': 'true' },
    svg('line', { x1: 1, y1: 6, x2: 43, y2: 6, 'stroke-dasharray': DASHES[factuality].join(' ') || undefined }),
    factuality === 'denied' && svg('path', { d: 'M17 1L23 11M22 1L28 11' }));
}
