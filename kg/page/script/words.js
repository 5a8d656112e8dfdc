// The page's own words in the language that is chosen, and numbers and dates as that language writes them.
let language = data.lang;

function say(key, values = {}) {
  const entry = wording[key];
  const text = entry ? entry[language] : key;
  return text.replace(/\{(\w+)\}/g, (_, name) => (name in values ? values[name] : `{${name}}`));
}

const relationWord = (relation) => say(`relation.${relation}`);
const factualityWord = (factuality) => say(`factuality.${factuality}`);
const count = (number) => Number(number).toLocaleString(language === 'id' ? 'id-ID' : 'en-GB');

// A date as far as it is known: 2024, 2024-05 or 2024-05-03 (with or without a time).
function dateWord(text) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text || '');
  if (!found) return text || '';
  const [, year, month, day] = found;
  const style = day ? { day: 'numeric', month: 'short', year: 'numeric' } : month ? { month: 'short', year: 'numeric' } : { year: 'numeric' };
  const when = new Date(Date.UTC(+year, +(month || 1) - 1, +(day || 1)));
  if (day && when.getUTCDate() !== +day) return text;
  return when.toLocaleDateString(language === 'id' ? 'id-ID' : 'en-GB', { ...style, timeZone: 'UTC' });
}

// What an edge says in words, with its hedge in front, so that no label reads as a fact that is none.
function edgeWord(edge) {
  const states = [...new Set(edge.claims.map((id) => claims[id].status).filter((status) => status && status !== 'current'))];
  const relation = relationWord(edge.relation) + (states.length ? ` (${states.map((s) => say(`status.${s}`)).join(', ')})` : '');
  if (edge.claims.every((id) => claims[id].doubtful)) return `${relation} (?)`;
  return edge.factuality === 'asserted' ? relation : `${say(`hedge.${edge.factuality}`)}: ${relation}`;
}
