// The period: two ends on one scale of the days that claims have, and a clock that lets the picture grow day by day.
const days = [...new Set(claims.map((claim) => claim.when).filter(Boolean))].sort();
let clock = null;

function periodControls() {
  if (days.length < 2) return [el('p', { class: 'hint' }, say('period_none'))];
  const low = state.from ? Math.max(0, days.findIndex((day) => day >= state.from)) : 0;
  const beyond = state.to ? days.findIndex((day) => day.slice(0, state.to.length) > state.to) : -1;
  const high = beyond < 0 ? days.length - 1 : Math.max(0, beyond - 1);
  const slider = (id, value, label, set) => el('label', {}, `${label}: `, el('output', { id: `${id}-day` }, dateWord(days[value])),
    el('input', { type: 'range', id, min: 0, max: days.length - 1, value, 'aria-valuetext': dateWord(days[value]),
      oninput: (event) => { $(`${id}-day`).textContent = dateWord(days[event.target.value]); event.target.setAttribute('aria-valuetext', dateWord(days[event.target.value])); },
      onchange: (event) => { stopClock(); set(Number(event.target.value)); } }));
  const undatedNumber = claims.filter((claim) => !claim.when).length;
  return [
    slider('from', low, say('from'), (place) => change((now) => { now.from = place ? days[place] : ''; })),
    slider('to', high, say('until'), (place) => change((now) => { now.to = place < days.length - 1 ? days[place] : ''; })),
    el('div', { class: 'actions' },
      button(clock ? say('pause') : say('play'), toggleClock, { id: 'play' }),
      (state.from || state.to) && button(say('whole_period'), () => { stopClock(); change((now) => { now.from = ''; now.to = ''; }); })),
    undatedNumber > 0 && el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'undated', checked: state.undated, onchange: (event) => change((now) => { now.undated = event.target.checked; }) }), ` ${say('undated_too', { number: count(undatedNumber) })}`),
  ];
}

function toggleClock() {
  if (clock) { stopClock(); refresh(); return; }
  const steps = Math.min(days.length, 40);
  let step = 0;
  past.push(encode());
  clock = setInterval(() => {
    step += 1;
    const place = Math.round((step / steps) * (days.length - 1));
    if (step >= steps) stopClock();
    change((now) => { now.to = place < days.length - 1 ? days[place] : ''; }, { silent: true });
  }, 450);
  refresh();
}

function stopClock() {
  clearInterval(clock);
  clock = null;
}
