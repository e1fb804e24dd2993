// @ts-check
/* Searches the handbook on the reader's own device. Of the index (see search_index.py) it fetches an outline,
 * a file for each word of the query and the texts of the results that are shown; all are scripts, so that this
 * works from file:// and under a strict policy. No word lists: accents are folded at a lower weight, words match
 * inside compounds, and a word without a match is shortened from its end. */
(() => {
  'use strict';

  /** @typedef {{version: string, words: number, pages: string}} Outline */
  /** @typedef {{page: number, pieces: Piece[]}} Section */
  /** @typedef {{section: Section, file: string, at: number, continues: boolean}} Piece */
  /** @typedef {{word: string, plain: string, places: string}} Listed a word of the index, and where it stands */
  /** @typedef {{score: Map<Section, number>, pieces: Map<Piece, number>, term: string}} Found what a word found, as what */
  /** @typedef {[address: string, title: string, places: [anchor: string, heading: string, text: string][]]} Texts */
  /** @typedef {{section: Section, piece: Piece}} Result */

  const FOLDER = new URL('ramverk-index/', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const WEIGHTS = { title: 5, heading: 4, text: 1 };
  const SHOWN_FIRST = 5;
  const SHOWN_MORE = 10;
  const MOST_WORDS = 12;
  const ROOM = 16; // the numbers of a page's pieces begin at a multiple of this
  const UNSPACED =
    /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g;

  // --- words, as search_index.py has them --------------------------------------------------------

  const fold = (/** @type {string} */ text) => text.normalize('NFC').toLowerCase();
  const bare = (/** @type {string} */ text) => fold(text).normalize('NFD').replace(/\p{M}/gu, '');

  /** Scripts without spaces between words: each two neighbouring characters count as a word. */
  const pairs = (/** @type {string} */ run) =>
    Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => run.slice(at, at + 2));

  const words = (/** @type {string} */ text) =>
    (fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).flatMap((word) => [
      ...word.split(UNSPACED).filter(Boolean),
      ...(word.match(UNSPACED) ?? []).flatMap(pairs),
    ]);

  /** The name of the file in which a word is listed, with all that contain its first four letters. */
  const fileOf = (/** @type {string} */ plain, /** @type {number} */ count) => {
    let number = 0;
    for (const char of [...plain].slice(0, 4)) number = (number * 31 + (char.codePointAt(0) ?? 0)) % 1000003;
    return `w${number % count}`;
  };

  // --- files of the index ------------------------------------------------------------------------

  /** @type {Map<string, (content: any) => void>} */
  const waiting = new Map();
  Reflect.set(window, 'ramverkPart', (/** @type {string} */ name, /** @type {any} */ content) =>
    waiting.get(name)?.(content),
  );
  /** @type {Map<string, Promise<any>>} */
  const files = new Map();

  /** What is in a file; it is fetched once. */
  const load = (/** @type {string} */ name, /** @type {string} */ version) => {
    const known = files.get(name);
    if (known) return known;
    const file = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement('script');
      script.src = `${new URL(`${name}.js`, FOLDER)}?v=${version}`;
      const fail = () => reject(new Error(`${name} is missing or not whole`));
      script.addEventListener('error', fail);
      script.addEventListener('load', fail); // too late if the file has said what is in it
      document.head.append(script);
    });
    files.set(name, file);
    return file;
  };

  /** All pieces by number, and the sections of each page. */
  const unfold = (/** @type {Outline} */ outline) => {
    /** @type {Piece[]} */
    const pieces = [];
    const pages = outline.pages.split(' ').map((letters, page) => {
      /** @type {Section[]} */
      const sections = [];
      let number = Math.ceil(pieces.length / ROOM) * ROOM;
      let file = -1;
      let at = 0;
      for (const letter of letters) {
        if (letter < 'a') {
          file += 1;
          at = 0;
        }
        const continues = letter === 'c' || letter === 'C';
        if (!continues) sections.push({ page, pieces: [] });
        const section = sections[sections.length - 1];
        const piece = { section, file: `t${page}-${file}`, at, continues };
        section.pieces.push(piece);
        pieces[number] = piece;
        number += 1;
        at += 1;
      }
      return sections;
    });
    return { pieces, pages };
  };

  // --- finding -----------------------------------------------------------------------------------

  /** A word is shortened to this length at most. */
  const shortest = (/** @type {string} */ word) =>
    Math.min(word.length, Math.max(4, Math.ceil(word.length * 0.6)));

  /** 3: the whole word, 2: at its beginning or end, 1: inside it, 0: not there. Few letters are found
   * nowhere but at the ends: they stand in too many words. */
  const closeness = (/** @type {string} */ word, /** @type {string} */ part) => {
    if (word === part) return 3;
    if (part.length < 3) return part && word.match(UNSPACED) && word.includes(part) ? 2 : 0;
    if (word.startsWith(part) || word.endsWith(part)) return 2;
    return part.length > 3 && word.includes(part) ? 1 : 0;
  };

  /** @returns {Listed[]} */
  const listed = (/** @type {string} */ content) => {
    const parts = content ? content.split(' ') : [];
    return parts.flatMap((word, i) => (i % 2 ? [] : [{ word, plain: bare(word), places: parts[i + 1] }]));
  };

  /** Calls back with each place: the number of the piece, and in which fields of it. */
  const eachPlace = (
    /** @type {string} */ places,
    /** @type {(number: number, fields: {text: boolean, heading: boolean, title: boolean}) => void} */ visit,
  ) => {
    let number = -1;
    for (const [, digits, letter] of places.matchAll(/([0-9a-z]*)([A-G])/g)) {
      number += 1 + (digits ? parseInt(digits, 36) : 0);
      const sum = letter.charCodeAt(0) - 64;
      visit(number, { text: !!(sum & 1), heading: !!(sum & 2), title: !!(sum & 4) });
    }
  };

  const raise = (
    /** @type {Map<any, number>} */ map,
    /** @type {any} */ key,
    /** @type {number} */ value,
  ) => {
    if (value > (map.get(key) ?? 0)) map.set(key, value);
  };

  /** What a word of the query finds among the words of its file.
   * @param {Listed[]} index @param {ReturnType<typeof unfold>} handbook @param {string} word
   * @param {number} least the lowest closeness that counts @returns {Found} */
  const findWord = (index, handbook, word, least = 1) => {
    /** @type {Found} */
    const found = { score: new Map(), pieces: new Map(), term: '' };
    const letters = bare(word).length;
    const longest = Math.max(0, ...index.map((each) => Math.max(each.word.length, each.plain.length)));
    const start = Math.min(word.length, longest);
    for (let length = start; length >= Math.min(shortest(word), 5); length--) {
      if (length < shortest(word) && found.term) break;
      const cut = word.slice(0, length);
      const plain = bare(cut);
      if (plain.length < Math.min(letters, 4)) break; // those would be in other files
      // If nothing is found, still shorter beginnings are where they are a word: of
      // "kvalitetsarbetsgruppen" the word "kvalitet".
      const lowest = length < shortest(word) ? 3 : least;
      const share = (length / word.length) ** 3;
      /** @type {Map<number, number>} */
      const titles = new Map();
      /** @type {Map<Section, number>} */
      const headings = new Map();
      /** @type {Map<Section, number>} */
      const texts = new Map();
      for (const each of index) {
        const close = [closeness(each.word, cut), closeness(each.plain, plain)];
        if (Math.max(...close) < lowest) continue;
        const value = Math.max(2 * close[0], close[1]);
        found.term ||= cut;
        eachPlace(each.places, (number, fields) => {
          const piece = handbook.pieces[number];
          if (!piece) return;
          if (fields.title) raise(titles, piece.section.page, value);
          if (fields.heading) raise(headings, piece.section, value);
          if (!fields.text) return;
          raise(texts, piece.section, value);
          raise(found.pieces, piece, share * value);
        });
      }
      const ofTitles = [...titles.keys()].flatMap((page) => handbook.pages[page]);
      for (const section of new Set([...ofTitles, ...headings.keys(), ...texts.keys()])) {
        const score =
          WEIGHTS.title * (titles.get(section.page) ?? 0) +
          WEIGHTS.heading * (headings.get(section) ?? 0) +
          WEIGHTS.text * (texts.get(section) ?? 0);
        raise(found.score, section, share * score);
      }
    }
    // What is still long enough when it is shortened is marked in texts as it is shortened there.
    if (found.term.length >= shortest(word)) found.term = word;
    return found;
  };

  /** The results, one a page, best first; and what of the query was found.
   * @param {Outline} outline @param {string} query */
  const search = async (outline, query) => {
    const handbook = unfold(outline);
    const look = async (/** @type {string} */ word, least = 1) => {
      const content = await load(fileOf(bare(word), outline.words), outline.version);
      return findWord(listed(content), handbook, word, least);
    };
    const lookUp = async (/** @type {string} */ word) => {
      let found = await look(word);
      // A compound that is nowhere: its second half may begin a word.
      for (let start = 3; !found.score.size && start <= Math.min(9, word.length - 6); start++) {
        found = await look(word.slice(start), 2);
        const share = (1 - start / word.length) ** 3;
        found.score.forEach((score, section) => found.score.set(section, share * score));
      }
      return found;
    };
    const all = await Promise.all(words(query).slice(0, MOST_WORDS).map(lookUp));
    const perWord = all.filter((each) => each.score.size);
    /** @type {{score: number, section: Section}[]} */
    const best = [];
    for (const section of handbook.pages.flat()) {
      const scores = perWord.flatMap((each) => each.score.get(section) ?? []);
      const score = scores.reduce((sum, each) => sum + each, 0) * scores.length ** 2;
      if (score > (best[section.page]?.score ?? 0)) best[section.page] = { score, section };
    }
    const weight = (/** @type {Piece} */ piece) =>
      perWord.reduce((sum, each) => sum + (each.pieces.get(piece) ?? 0), 0);
    const results = best
      .filter(Boolean)
      .sort((a, b) => b.score - a.score)
      .map(({ section }) => ({
        section,
        piece: section.pieces.reduce((a, b) => (weight(b) > weight(a) ? b : a)),
      }));
    return { results, terms: perWord.map((each) => each.term) };
  };

  // --- showing -----------------------------------------------------------------------------------

  /** What of each word of the query stands in the text: as much of it as possible. */
  const standing = (/** @type {string} */ text, /** @type {string[]} */ terms) =>
    terms.flatMap((term) => {
      if (term.length < 3 && terms.length > 1) return []; // stands in too many words
      const folded = fold(text);
      const plain = bare(text);
      for (let length = Math.min(term.length, text.length); length >= shortest(term); length--) {
        const cut = term.slice(0, length);
        if (folded.includes(cut)) return [{ text: folded, cut }];
        if (plain.includes(bare(cut))) return [{ text: plain, cut: bare(cut) }];
      }
      return [];
    });

  /** The part of the text around the first word found, with all words found marked in it.
   * @param {string} text @param {string[]} terms @param {boolean} begun whether there is text before it
   * @param {boolean} goesOn whether there is text after it @returns {(string | HTMLElement)[]} */
  const excerpt = (text, terms, begun, goesOn) => {
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
    const parts = [from || begun ? '… ' : ''];
    let done = from;
    for (const [begin, end] of places) {
      if (begin < done || end > to) continue;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(begin, end);
      parts.push(text.slice(done, begin), mark);
      done = end;
    }
    return [...parts, text.slice(done, to), to < text.length || goesOn ? ' …' : ''];
  };

  /** @param {Result} result @param {Texts} texts @param {string[]} terms */
  const item = ({ section, piece }, [address, title, places], terms) => {
    const [anchor, heading, text] = places[piece.at];
    const link = document.createElement('a');
    link.href = address + (anchor ? '#' + anchor : '');
    link.textContent = heading && heading !== title ? `${title} – ${heading}` : title;
    const paragraph = document.createElement('p');
    link.dir = paragraph.dir = 'auto';
    const goesOn = piece !== section.pieces[section.pieces.length - 1];
    paragraph.append(...excerpt(text, terms, piece.continues, goesOn));
    const shown = document.createElement('li');
    shown.append(link, paragraph);
    return shown;
  };

  document.addEventListener('DOMContentLoaded', async () => {
    const query = (new URLSearchParams(location.search).get('q') ?? '').trim();
    const field = document.getElementById('search-text');
    const status = document.getElementById('search-status');
    const list = document.getElementById('search-results');
    const more = document.getElementById('search-more');
    const failure = document.getElementById('search-failure');
    if (!(field instanceof HTMLInputElement) || !status || !list || !more || !failure) return;
    field.value = query;
    if (query) document.title = `${query} – ${document.title}`;
    if (!query) {
      field.focus();
      return;
    }
    /** @type {Outline | undefined} */
    const outline = Reflect.get(window, 'ramverkIndex');
    const fail = () => {
      failure.textContent = failure.dataset.text ?? '';
    };
    if (!outline) {
      fail();
      return;
    }

    /** Appends results; those whose texts cannot be fetched are left out, and that is told. */
    const show = async (/** @type {Result[]} */ results, /** @type {string[]} */ terms) => {
      const texts = await Promise.allSettled(results.map(({ piece }) => load(piece.file, outline.version)));
      const items = results.flatMap((result, i) => {
        const file = texts[i];
        // A site that is being replaced may have texts of another index.
        const fits = file.status === 'fulfilled' && file.value[2][result.piece.at];
        return fits ? [item(result, file.value, terms)] : [];
      });
      if (items.length < results.length) fail();
      list.append(...items);
      return items[0]?.querySelector('a');
    };

    try {
      const { results, terms } = await search(outline, query);
      let shown = SHOWN_FIRST;
      await show(results.slice(0, shown), terms);
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = more.dataset.text ?? '';
      button.addEventListener('click', async () => {
        button.disabled = true;
        const next = results.slice(shown, shown + SHOWN_MORE);
        shown += next.length;
        const link = await show(next, terms);
        button.disabled = false;
        (link ?? button).focus();
        if (shown >= results.length) button.remove();
      });
      if (shown < results.length) more.append(button);
      const message = results.length ? status.dataset.found : status.dataset.none;
      // Kept apart from the words around it: it may be of another direction.
      status.textContent = (message ?? '')
        .replace('{count}', String(results.length))
        .replace('{query}', () => `\u2068${query}\u2069`);
    } catch {
      fail();
    }
  });
})();
