// @ts-check
/* Searches the handbook on the reader's own device. The index is a script as well, so that this works
 * from file:// and under a strict policy. No word lists: accents are folded at a lower weight, words
 * match inside compounds, and a word without a match is shortened from its end. */
(() => {
  'use strict';

  /** @typedef {{u: string, a: string, t: string, h: string, x: string}} Section page, anchor, title, heading, text */
  /** @typedef {{section: Section, folded: string[], bare: string[]}} Prepared */

  const fold = (/** @type {string} */ text) => text.normalize('NFC').toLowerCase();
  const bare = (/** @type {string} */ text) => fold(text).normalize('NFD').replace(/\p{M}/gu, '');
  const words = (/** @type {string} */ text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const LETTER = /[\p{L}\p{N}]/u;
  const WEIGHTS = [5, 4, 1];

  /** A word is shortened to this length at most. */
  const shortest = (/** @type {string} */ word) =>
    Math.min(word.length, Math.max(4, Math.ceil(word.length * 0.6)));

  /** 3: whole word, 2: at its beginning or end, 1: inside it, 0: not there. */
  const closeness = (/** @type {string} */ text, /** @type {string} */ word) => {
    let best = 0;
    for (let at = text.indexOf(word); at >= 0 && best < 3; at = text.indexOf(word, at + 1)) {
      const starts = at === 0 || !LETTER.test(text[at - 1]);
      const ends = !LETTER.test(text[at + word.length] ?? ' ');
      best = Math.max(best, starts && ends ? 3 : starts || ends ? 2 : 1);
    }
    return best;
  };

  const wordScore = (/** @type {Prepared} */ each, /** @type {string} */ word, /** @type {string} */ plain) =>
    WEIGHTS.reduce(
      (sum, weight, i) =>
        sum + weight * Math.max(2 * closeness(each.folded[i], word), closeness(each.bare[i], plain)),
      0,
    );

  /** @param {Prepared[]} sections @param {string} query */
  const search = (sections, query) => {
    const perWord = words(query)
      .map((word) => {
        const top = sections.map(() => 0);
        for (let length = word.length; length >= shortest(word); length--) {
          const cut = word.slice(0, length);
          const plain = bare(cut);
          const share = (length / word.length) ** 3;
          sections.forEach((each, i) => {
            top[i] = Math.max(top[i], share * wordScore(each, cut, plain));
          });
        }
        return top;
      })
      .filter((scores) => scores.some((score) => score > 0));
    if (!perWord.length) return [];
    /** @type {Map<string, {score: number, section: Section}>} */
    const pages = new Map();
    sections.forEach((each, i) => {
      const found = perWord.filter((scores) => scores[i] > 0).length;
      if (!found) return;
      const score = perWord.reduce((sum, scores) => sum + scores[i], 0) * found ** 2;
      const before = pages.get(each.section.u);
      if (!before || score > before.score) pages.set(each.section.u, { score, section: each.section });
    });
    return [...pages.values()].sort((a, b) => b.score - a.score).map((page) => page.section);
  };

  /** What of each word of the query stands in the text: as much of it as possible. */
  const standing = (/** @type {string} */ text, /** @type {string[]} */ terms) =>
    terms.flatMap((term) => {
      if (term.length < 3 && terms.length > 1) return []; // stands in too many words
      const folded = fold(text);
      const plain = bare(text);
      for (let length = term.length; length >= shortest(term); length--) {
        const cut = term.slice(0, length);
        if (folded.includes(cut)) return [{ text: folded, cut }];
        if (plain.includes(bare(cut))) return [{ text: plain, cut: bare(cut) }];
      }
      return [];
    });

  /** The part of the text around the first word found, with all words found marked in it.
   * @param {string} text @param {string[]} terms @returns {(string | HTMLElement)[]} */
  const excerpt = (text, terms) => {
    /** @type {[number, number][]} */
    const places = [];
    for (const found of standing(text, terms)) {
      for (let at = found.text.indexOf(found.cut); at >= 0; at = found.text.indexOf(found.cut, at + 1)) {
        places.push([at, at + found.cut.length]);
      }
    }
    places.sort((a, b) => a[0] - b[0]);
    const start = Math.max(0, (places[0]?.[0] ?? 0) - 60);
    const from = start && text.indexOf(' ', start) + 1;
    const space = text.indexOf(' ', from + 180);
    const to = space < 0 ? text.length : space;
    /** @type {(string | HTMLElement)[]} */
    const parts = [from ? '… ' : ''];
    let done = from;
    for (const [begin, end] of places) {
      if (begin < done || end > to) continue;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(begin, end);
      parts.push(text.slice(done, begin), mark);
      done = end;
    }
    return [...parts, text.slice(done, to), to < text.length ? ' …' : ''];
  };

  document.addEventListener('DOMContentLoaded', () => {
    const query = (new URLSearchParams(location.search).get('q') ?? '').trim();
    const field = document.getElementById('search-text');
    const status = document.getElementById('search-status');
    const list = document.getElementById('search-results');
    if (!(field instanceof HTMLInputElement) || !status || !list) return;
    field.value = query;
    if (query) document.title = `${query} – ${document.title}`;
    if (!query) {
      field.focus();
      return;
    }
    /** @type {Section[]} */
    const index = Reflect.get(window, 'ramverkIndex') ?? [];
    const found = search(
      index.map((section) => {
        const texts = [section.t, section.h, section.x];
        return { section, folded: texts.map(fold), bare: texts.map(bare) };
      }),
      query,
    );
    const message = found.length ? status.dataset.found : status.dataset.none;
    // Kept apart from the words around it: it may be of another direction.
    status.textContent = (message ?? '')
      .replace('{count}', String(found.length))
      .replace('{query}', () => `\u2068${query}\u2069`);
    for (const section of found) {
      const link = document.createElement('a');
      link.href = section.u + (section.a ? '#' + section.a : '');
      link.textContent = section.h && section.h !== section.t ? `${section.t} – ${section.h}` : section.t;
      const text = document.createElement('p');
      link.dir = text.dir = 'auto';
      text.append(...excerpt(section.x.normalize('NFC'), words(query)));
      const item = document.createElement('li');
      item.append(link, text);
      list.append(item);
    }
  });
})();
