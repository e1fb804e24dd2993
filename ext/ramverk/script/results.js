// @ts-check
'use strict';
/* What the answers come to: lists whose words say it all, with drawings beside them. */

/**
 * How much is met: of a section, of each criterion, of each phase of the cycle.
 * @param {Section} section @param {Row[]} rows @param {Criterion[]} criteria @param {(row: Row) => string} answerOf
 */
const sharesFigure = ({ answers }, rows, criteria, answerOf) => {
  // A line of words, and a bar of the first answer.
  const line = (/** @type {Row[]} */ some, /** @type {(Node | string)[]} */ ...title) => {
    const values = answers.size ? [...answers.keys()] : ['true'],
      counts = values.map((value) => some.filter((row) => answerOf(row) === value).length);
    const text = answers.size
      ? [...answers.values()].map((label, i) => isolated(`${label}: ${counts[i]}`)).join(' · ')
      : say('share', { done: counts[0], all: some.length });
    return el(
      'li',
      {},
      el('span', {}, ...title),
      el('progress', { max: some.length || 1, value: counts[0], ariaHidden: 'true' }),
      el('span', { textContent: text }),
    );
  };
  const list = (/** @type {string} */ title, /** @type {Node[]} */ lines) =>
    lines.length ? [el('p', { textContent: say(title) }), el('ul', {}, ...lines)] : [];
  const below = (/** @type {Criterion[]} */ some) =>
    rows.filter(({ path }) => some.some((each) => path.startsWith(`${each.path}/`)));
  const own = rows.filter((row) => row.own),
    byCriterion = criteria.map((each) => line(below([each]), ...each.title()));
  if (criteria.length && own.length) byCriterion.push(line(own, say('own-rows')));
  const byPhase = ['plan', 'do', 'check', 'act'].flatMap((phase) => {
    const some = criteria.filter((each) => each.phase === phase);
    return some.length ? [line(below(some), say(phase))] : [];
  });
  return el(
    'figure',
    {},
    el('figcaption', { textContent: say('result') }),
    el('ul', {}, line(rows, say('total'))),
    ...list('by-criterion', byCriterion),
    ...list('by-phase', byPhase),
  );
};

/**
 * The gaps, the largest first, as a list with dumbbells and as a radar chart with the numbers of the list.
 * @param {Section} section of services @param {Gap[]} gaps the largest first @param {string[]} offers what can be offered to others
 */
const gapsFigure = ({ min, max }, gaps, offers) => {
  const figure = /** @type {HTMLElement} */ (all(templates[1].content, '.ramverk-gaps')[0].cloneNode(true));
  const [list, radar, others, more] = /** @type {HTMLElement[]} */ ([...figure.children].slice(2));
  const low = Math.min(0, min),
    share = (/** @type {number} */ level) => (level - low) / (max - low),
    x = (/** @type {number} */ level) => 4 + 92 * share(level);
  const largest = gaps.slice(0, 30),
    count = gaps.length;
  // Only numbers go into the drawings.
  list.append(
    ...largest.map(({ gap, present, desired, title }) => {
      const from = x(present),
        to = x(desired);
      return el(
        'li',
        {},
        el('span', {}, el('bdi', { textContent: title })),
        el('span', {
          innerHTML: `<svg viewBox="0 0 100 8" aria-hidden="true"><path d="M4 4H96"/><path class="ramverk-span" d="M${from} 4H${to}"/><path class="ramverk-desired" d="M${to} 1l3 3-3 3-3-3z"/><circle class="ramverk-present" cx="${from}" cy="4" r="2"/></svg>`,
        }),
        el('span', { textContent: say('pair', { present, desired, gap: gapText(gap) }) }),
      );
    }),
  );
  const at = (/** @type {number} */ i, /** @type {number} */ part) => {
    const turn = (2 * Math.PI * i) / count;
    return [50 + 40 * part * Math.sin(turn), 50 - 40 * part * Math.cos(turn)].map((each) => each.toFixed(1));
  };
  const area = (/** @type {string} */ name, /** @type {(each: Gap) => number} */ part) =>
    `<polygon class="ramverk-${name}" points="${gaps.map((each, i) => at(i, part(each))).join(' ')}"/>`;
  radar.hidden = count < 3 || count > 12;
  if (!radar.hidden) {
    const rings = [0.25, 0.5, 0.75, 1].map((part) => area('ring', () => part)).join('');
    const numbers = gaps.map((_, i) => {
      const [left, top] = at(i, 1.15);
      return `<text x="${left}" y="${top}">${i + 1}</text>`;
    });
    radar.innerHTML = `<svg viewBox="0 0 100 100" aria-hidden="true">${rings}${area('area-desired', (each) => share(each.desired))}${area('area-present', (each) => share(each.present))}${numbers.join('')}</svg>`;
  }
  others.textContent = offers.length ? `${say('offers')} ${offers.map(isolated).join(', ')}` : '';
  more.textContent = count > largest.length ? say('largest', { shown: largest.length, all: count }) : '';
  figure.classList.toggle('ramverk-no-gaps', !count);
  return figure;
};

/** A gap as it is written: +3, −1, 0. @param {number} gap */
const gapText = (gap) => (gap > 0 ? `+${gap}` : `${gap}`.replace('-', '−'));
