// @ts-check
/* Filling in checklists, steps and service tables on the page.
 *
 * A classic script, for modules and fetch are blocked on file://. Nothing leaves the device unasked. Every field has a
 * key of its own in localStorage, written at each change: two tabs never overwrite each other's answers. What has no place
 * on the page is kept, shown and saved to files all the same.
 *
 * The page tells what can be filled in (formats/html.py), and brings the tools and all texts in a template; the rules of
 * the answer file are those of answers.py, and both are held to the same files in tests/data/answers.
 * "make script" checks the types and writes the small copy that pages load. */
(() => {
  'use strict';

  /** @typedef {HTMLInputElement | HTMLTextAreaElement} Control */
  /**
   * @typedef {object} Section
   * @property {string} id
   * @property {boolean} whole the page shows all its rows
   * @property {Row[]} rows
   * @property {OwnTable[]} tables those that take rows of the user's own
   * @property {HTMLElement[]} results where its result is shown
   * @property {Map<string, string>} answers what each answer is called, by value
   * @property {number} min of the quality of services
   * @property {number} max 0 where there are no services
   */
  /**
   * @typedef {object} Row
   * @property {string} path
   * @property {Section} section
   * @property {() => string} title
   * @property {string} digest of its wording
   * @property {number} own its number among the user's own rows; 0 for those of the framework
   * @property {string[]} names of its fields
   * @property {HTMLElement[]} views
   * @property {number | null} [present] quality
   * @property {number | null} [desired] quality
   * @property {number | null} [gap]
   */
  /** @typedef {{ add: HTMLButtonElement, blanks: HTMLTableRowElement[], template: HTMLTableRowElement, tokens: string[], labels: string[] }} OwnTable */
  /** @typedef {{ path: string, phase: string, title: () => Node[] }} Criterion */
  /** @typedef {{ framework: string, version: string, language: string, name: string, values: Map<string, string>, digests: Map<string, string> }} Answers */
  /** @typedef {{ what: string, way: string, before: Record<string, string> }} Step what was done, or undone, and what there was before */

  const tools = /** @type {HTMLTemplateElement | null} */ (document.getElementById('ramverk-tools'));
  if (!tools) return;
  /** @type {Record<string, string>} */
  const texts = JSON.parse(tools.dataset.texts ?? '{}');
  const language = document.documentElement.lang;

  /** @param {string} key @param {Record<string, string | number>} [details] */
  const say = (key, details = {}) =>
    (texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => `${details[name] ?? all}`);
  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag @param {Record<string, unknown>} [properties] @param {(Node | string | undefined)[]} children
   * @returns {HTMLElementTagNameMap[T]}
   */
  const el = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.map((child) => child ?? ''));
    return element;
  };
  /** @param {string} label @param {() => void} press @param {string} [className] */
  const button = (label, press, className = '') =>
    el('button', { type: 'button', textContent: label, onclick: press, className });
  /** @param {ParentNode} place @param {string} selector @returns {HTMLElement[]} */
  const all = (place, selector) =>
    [...place.querySelectorAll(selector)].map((each) => /** @type {HTMLElement} */ (each));
  /** @param {Node | null | undefined} node */
  const words = (node) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
  /** @param {string} name */
  const pathOf = (name) => name.slice(0, name.lastIndexOf(':'));
  /** @param {string} name */
  const columnOf = (name) => name.slice(name.lastIndexOf(':') + 1);
  /** @param {string} path */
  const ownNumber = (path) => Number(/^[^/]+\/own-([1-9]|[1-4]\d|50)$/.exec(path)?.[1] ?? 0);
  /** Other names are of digests, or of the sheet itself. @param {string} name */
  const isAnswer = (name) => !/^[@#]/.test(name);
  /** @param {Control} control */
  const isTick = (control) => control.type === 'checkbox' || control.type === 'radio';

  // --- answer files: JSON ---------------------------------------------------------------------

  const FORMAT = 'ramverk-answers/';
  const SIZE_LIMIT = 16777216;
  const ID = '[a-z0-9]+(-[a-z0-9]+)*';
  const PATH = `${ID}(/${ID}){1,5}`;

  /** Why a file is not opened. */
  class Refusal extends Error {
    /** @param {string} code @param {Record<string, string | number>} [details] */
    constructor(code, details) {
      super(say(code, details));
    }
  }

  /** @param {string} member @param {unknown} found @param {string} pattern */
  const checked = (member, found, pattern = '[^]*') => {
    if (typeof found !== 'string' || found.length > SIZE_LIMIT || !RegExp(`^(${pattern})$`).test(found))
      throw new Refusal('answers-wrong-member', { member });
    return found;
  };
  /** A value as it is kept: text, empty where nothing is answered. @param {string} member @param {unknown} value */
  const stored = (member, value) => {
    if (value === null || value === false) return '';
    if (value === true || (Number.isInteger(value) && Number(value) >= 0 && Number(value) < 10000))
      return `${value}`;
    return checked(member, value)
      .replace(/\r\n?/g, '\n')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  };
  /** A value as it stands in a file; the name alone decides. @param {string} name @param {string} value */
  const typed = (name, value) => {
    if (name.endsWith(':done') && value === 'true') return true;
    return name.endsWith('-quality') && /^(0|[1-9]\d{0,3})$/.test(value) ? +value : value;
  };
  /** @param {string} member @param {unknown} found @param {string} pattern @param {(member: string, value: unknown) => string} read */
  const entries = (member, found, pattern, read) => {
    if (typeof found !== 'object' || !found || Array.isArray(found))
      throw new Refusal('answers-wrong-member', { member });
    const pairs = Object.entries(found);
    if (pairs.length > 100000) throw new Refusal('answers-wrong-member', { member });
    return new Map(
      pairs
        .map(([name, value]) => {
          checked(`${member}/${name}`, name.length > 400 ? 0 : name, pattern);
          return /** @type {[string, string]} */ ([name, read(`${member}/${name}`, value)]);
        })
        .filter(([, value]) => value),
    );
  };

  /** @param {string} text @returns {Answers} */
  const readJson = (text) => {
    let file;
    try {
      file = JSON.parse(text);
    } catch {
      throw new Refusal('answers-syntax');
    }
    const format = file?.format;
    if (typeof format !== 'string' || !format.startsWith(FORMAT)) throw new Refusal('answers-unknown-format');
    if (format !== `${FORMAT}1`) throw new Refusal('answers-newer-format', { found: format });
    for (const member of Object.keys(file))
      checked(member, member, 'format|framework|version|language|name|values|digests');
    return {
      framework: checked('framework', file.framework, `${ID}(/${ID})*`),
      version: checked('version', file.version),
      language: checked('language', file.language ?? ''),
      name: stored('name', file.name ?? ''),
      values: entries('values', file.values, `(${ID}(/${ID}){0,5})?:${ID}`, stored),
      digests: entries('digests', file.digests ?? {}, PATH, (member, digest) =>
        checked(member, digest, '[0-9a-f]{8}'),
      ),
    };
  };

  /** @param {Answers} answers */
  const writeJson = ({ framework, version, language, name, values, digests }) => {
    const sorted = (/** @type {Map<string, string>} */ found) =>
      Object.fromEntries(
        [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, typed(key, value)]),
      );
    const file = {
      format: `${FORMAT}1`,
      framework,
      version,
      language,
      name: name || undefined,
      values: sorted(values),
      digests: digests.size ? sorted(digests) : undefined,
    };
    return `${JSON.stringify(file, null, 2)}\n`;
  };

  // --- answer files: CSV, one line a row, machine names in the head; no cell is a formula ----------

  /** @param {string[][]} rows */
  const writeCsv = (rows) => {
    const separator = (1.5).toLocaleString(language).includes(',') ? ';' : ',';
    return `\ufeff${rows
      .map((row) =>
        row
          .map((cell) => {
            const safe =
              /^['=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) && !/^-?\d+$/.test(cell)
                ? `'${cell}`
                : cell;
            return /["\r\n\t;,]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
          })
          .join(separator),
      )
      .join('\r\n')}\r\n`;
  };
  /** @param {string} text */
  const cellsOf = (text) => {
    const head = text.split(/[\r\n]/, 1)[0],
      separator = [';', '\t', ','].sort((a, b) => head.split(b).length - head.split(a).length)[0];
    /** @type {string[][]} */
    const rows = [[]];
    // A cell: quoted, or up to the next separator; then what ends it.
    for (const [, quoted, plain = '', end] of text.matchAll(
      RegExp(`(?:"((?:[^"]+|"")*)"|([^${separator}\r\n]*))(${separator}|\r?\n|\r|$)`, 'g'),
    )) {
      const cell = quoted === undefined ? plain : quoted.replaceAll('""', '"');
      rows[rows.length - 1].push(cell[0] === "'" ? cell.slice(1) : cell);
      if (end !== separator) rows.push([]);
    }
    return rows;
  };
  /** @param {string} text @returns {Answers} */
  const readCsv = (text) => {
    const [head, ...rows] = cellsOf(text);
    if (head[0] !== '[id]') throw new Refusal('answers-unknown-format');
    const columns = head.map((cell) => /\[([a-z-]+)\]$/.exec(cell)?.[1] ?? cell);
    /** @type {Record<string, Record<string, unknown>>} */
    const found = {
      about: { format: `${FORMAT}1` },
      values: Object.create(null),
      digests: Object.create(null),
    };
    for (const [id, ...cells] of rows)
      cells.forEach((cell, i) => {
        const column = columns[i + 1] ?? '';
        if (!cell || column === 'row' || column === 'gap') return;
        if (id[0] === '#') found.about[id.slice(1)] = cell;
        else if (column === 'digest')
          found.digests[id] = cell.slice(1); // a spreadsheet would read some as numbers
        else
          found.values[column === 'value' ? id : `${id}:${column}`] =
            (column === 'done' && /^(x|1|true)$/i.test(cell)) || cell;
      });
    return readJson(JSON.stringify({ ...found.about, values: found.values, digests: found.digests }));
  };

  /** @param {File} file */
  const readFile = async (file) => {
    if (file.size > SIZE_LIMIT)
      throw new Refusal('answers-too-large', { size: file.size, limit: SIZE_LIMIT });
    const bytes = await file.arrayBuffer();
    const decoded = (/** @type {string} */ encoding) =>
      new TextDecoder(encoding, { fatal: true }).decode(bytes);
    try {
      const text = decoded('utf-8');
      return /^"?\[id\]/.test(text) ? readCsv(text) : readJson(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return readCsv(decoded('windows-1252')); // a table as spreadsheets save it
    }
  };

  // --- the device -----------------------------------------------------------------------------

  /** @type {Storage | undefined} */
  let device;
  try {
    device = localStorage;
  } catch {
    /* site data is blocked */
  }
  /** What is kept of a framework. @param {string} framework */
  const keptOf = (framework) =>
    Object.keys(device ?? {})
      .map((key) => key.split(':'))
      .filter(([start, id]) => start === 'ramverk' && id === framework)
      .map(([, , sheet, ...name]) => ({ sheet, name: name.join(':') }));

  // --- one framework on one page --------------------------------------------------------------

  class Sheet {
    #framework;
    #version;
    #fillable;
    /** @type {Record<string, string>} */
    #renamed;
    #forms;
    #id = '1';
    /** Answers by name, digests by #path, and what is known of the sheet by @name. @type {Map<string, string>} */
    #data = new Map();
    /** Today's name → the earlier one under which the device keeps it until it is changed. @type {Map<string, string>} */
    #former = new Map();
    /** @type {Set<string>} */
    #unsaved = new Set();
    #exported = true;
    /** @type {Step[]} */
    #history = [];
    /** @type {Map<string, Control[]>} */
    #controls = new Map();
    /** @type {Map<string, Row>} */
    #rows = new Map();
    /** @type {Map<string, Section>} */
    #sections = new Map();
    /** @type {Map<string, Criterion>} */
    #criteria = new Map();
    #frame = 0;
    #timer = 0;
    #noticeTimer = 0;
    #content = /** @type {DocumentFragment} */ (tools?.content.cloneNode(true));
    #panel = all(this.#content, '.ramverk-panel')[0];
    #notice = all(this.#content, '.ramverk-notice')[0];
    #dialog = /** @type {HTMLDialogElement} */ (all(this.#content, 'dialog')[0]);
    #select = /** @type {HTMLSelectElement} */ (all(this.#panel, 'select')[0]);
    #file = /** @type {HTMLInputElement} */ (all(this.#panel, '[type=file]')[0]);
    #undo = all(this.#panel, '[value=undo]')[0];
    #status = all(this.#panel, '.ramverk-status')[0];

    /** @param {string} framework @param {HTMLFormElement[]} forms */
    constructor(framework, forms) {
      const about = (forms.find((form) => form.dataset.version) ?? forms[0]).dataset;
      this.#framework = framework;
      this.#forms = forms;
      this.#version = about.version ?? '';
      this.#fillable = about.sections?.split(' ') ?? [];
      this.#renamed = JSON.parse(about.renamed ?? '{}');
      for (const form of forms) {
        this.#readForm(form);
        form.classList.add('ramverk-ready');
        form.onsubmit = () => false;
        form.addEventListener('input', (event) => this.#edited(/** @type {Control} */ (event.target)));
        form.addEventListener('focusout', (event) => this.#show(/** @type {Control} */ (event.target).name));
      }
      this.#addTools();
      try {
        this.#id =
          sessionStorage.getItem(this.#key('@open', '')) ?? device?.getItem(this.#key('@open', '')) ?? '1';
      } catch {
        /* blocked */
      }
      this.#load();
      if (!device) this.#cannotSave();
      else if (this.#answers().length) this.#tell('restored');
      window.addEventListener('storage', (event) => this.#changedElsewhere(event));
      window.addEventListener('pageshow', (event) => {
        if (event.persisted) this.#load();
      });
      document.addEventListener('visibilitychange', () => this.#checkDevice());
      window.addEventListener('beforeunload', (event) => {
        if (this.#unsaved.size && !this.#exported) event.preventDefault();
      });
    }

    // --- what the page shows ------------------------------------------------------------------

    /** @param {HTMLFormElement} form */
    #readForm(form) {
      const { section: id = '', compact } = form.dataset,
        around = form.closest('[data-criterion]');
      /** @type {Section} */
      const section = this.#sections.get(id) ?? {
        id,
        whole: false,
        rows: [],
        tables: [],
        results: all(form, '[data-result]'),
        answers: new Map(),
        min: 0,
        max: 0,
      };
      section.whole ||= compact === undefined;
      if (!section.results.length) section.results = all(form, '[data-result]');
      this.#sections.set(id, section);
      for (const place of [...all(form, '[data-criterion]'), around]) {
        if (!(place instanceof HTMLElement)) continue;
        const { criterion: path = '', phase = '' } = place.dataset,
          title = place.matches('tr')
            ? place.querySelector('th')
            : place.closest('section')?.querySelector('h1,h2,h3,h4,h5,h6');
        this.#criteria.set(path, {
          path,
          phase,
          title: () =>
            [...(title?.childNodes ?? [])]
              .filter((node) => !(node instanceof Element && node.matches('.headerlink')))
              .map((node) => node.cloneNode(true)),
        });
      }
      for (const table of form.querySelectorAll('table')) this.#readTable(table, section);
      for (const item of all(form, 'li[data-row]')) {
        const title = words(item),
          row = this.#rowOf(item, section, () => title, false);
        all(item, '.ramverk-box')[0].replaceWith(
          el('label', { className: 'ramverk-hit' }, this.#tick(row, 'done', '', title)),
        );
      }
      for (const place of all(form, '[data-field]')) {
        const { field = '' } = place.dataset,
          holder = /** @type {HTMLElement} */ (place.closest('[data-row]')),
          title = words(place) || say(field);
        const row = this.#rowOf(
          holder,
          section,
          () =>
            this.#criteria
              .get(holder.dataset.row ?? '')
              ?.title()
              .map(words)
              .join('') ?? '',
          false,
        );
        place.replaceChildren(
          el('label', {}, el('span', { textContent: title }), ' ', this.#words(row, field, title)),
        );
      }
    }
    /** @param {HTMLElement} view @param {Section} section @param {() => string} title @param {boolean} [counts] among those to be answered */
    #rowOf(view, section, title, counts = true) {
      const { row: path = '', digest = '' } = view.dataset;
      /** @type {Row} */
      const row = this.#rows.get(path) ?? {
        path,
        section,
        title,
        digest,
        own: ownNumber(path),
        names: [],
        views: [],
      };
      if (!row.views.length && counts) section.rows.push(row);
      row.views.push(view);
      this.#rows.set(path, row);
      return row;
    }
    /** @param {HTMLTableElement} table @param {Section} section */
    #readTable(table, section) {
      const tokens = table.dataset.fields?.split(' ') ?? [],
        { scale } = table.dataset,
        ticks = tokens.filter((token) => /^(done|answer)/.test(token));
      let labels = [...table.rows[0].cells].map(words);
      if (scale) {
        [section.min, section.max] = scale.split(' ').map(Number);
        labels = [...table.tBodies[0].rows[0].cells].map(
          (cell, i) => cell.dataset.label ?? labels[i && labels.length - 1],
        );
      }
      tokens.forEach((token, i) => {
        if (token.startsWith('answer=')) section.answers.set(token.slice(7), labels[i]);
      });
      table.classList.add('ramverk-filling');
      table.style.setProperty('--ticks', `${ticks.length}`);
      // Rows are grids on the screen, which would end their being rows for a screen reader.
      table.role = 'table';
      for (const group of all(table, 'thead,tbody')) group.role = 'rowgroup';
      for (const cell of all(table, 'td')) cell.role = 'cell';
      for (const head of table.querySelectorAll('th'))
        head.role = head.scope.startsWith('row') ? 'rowheader' : 'columnheader';
      const blanks = [...table.rows].filter((row) => row.matches('.ramverk-own'));
      for (const row of table.rows) this.#readRow(row, section, tokens, labels);
      if (!blanks.length) return;
      const add = button(say('add-row'), () => this.#addOwn(section), 'ramverk-add');
      section.tables.push({
        add,
        blanks,
        template: /** @type {HTMLTableRowElement} */ (blanks[0].cloneNode(true)),
        tokens,
        labels,
      });
      table.after(add);
    }
    /** @param {HTMLTableRowElement} view @param {Section} section @param {string[]} tokens @param {string[]} labels */
    #readRow(view, section, tokens, labels) {
      view.role = 'row';
      if (view.dataset.row === undefined) return;
      const cells = view.cells,
        title = words(cells[tokens.indexOf('label')]);
      const row = this.#rowOf(view, section, () =>
        row.own ? (this.#data.get(`${row.path}:label`) ?? `${say('own-row')} ${row.own}`) : title,
      );
      tokens.forEach((token, i) => {
        const [column, value = ''] = token.split('=');
        if (column === '-' || (column === 'label' && !row.own)) return;
        const cell = cells[i],
          label = `${row.title()} – ${labels[i]}`,
          options = all(cell, '.ramverk-option');
        cell.classList.add(`ramverk-field-${column}`);
        cell.dataset.label = labels[i];
        if (column === 'done' || column === 'answer')
          cell.replaceChildren(
            el('label', { className: 'ramverk-hit' }, this.#tick(row, column, value, label)),
          );
        else if (options.length)
          cell.replaceChildren(
            ...options.map((option, at) =>
              el(
                'label',
                { className: 'ramverk-option' },
                this.#tick(row, column, ['yes', 'no'][at], `${label}: ${words(option)}`),
                ` ${words(option)}`,
              ),
            ),
          );
        else if (column.endsWith('-quality'))
          cell.replaceChildren(
            this.#bind(
              row,
              column,
              el('input', {
                inputMode: 'numeric',
                className: 'ramverk-number',
                placeholder: `${section.min}–${section.max}`,
                ariaLabel: label,
              }),
            ),
          );
        else cell.replaceChildren(this.#words(row, column, column === 'label' ? say('own-row') : label));
        if (column === 'label')
          cell.append(button(say('remove-row'), () => this.#removeOwn(row), 'ramverk-remove'));
      });
    }

    // --- controls -----------------------------------------------------------------------------

    /** @template {Control} T @param {Row} row @param {string} column @param {T} control */
    #bind(row, column, control) {
      control.name = `${row.path}:${column}`;
      const controls = this.#controls.get(control.name);
      if (controls) controls.push(control);
      else this.#controls.set(control.name, [control]);
      if (!row.names.includes(control.name)) row.names.push(control.name);
      return control;
    }
    /** A box to tick, or one of the answers of a choice. @param {Row} row @param {string} column @param {string} value @param {string} ariaLabel */
    #tick(row, column, value, ariaLabel) {
      const input = this.#bind(
        row,
        column,
        el('input', { type: value ? 'radio' : 'checkbox', value: value || 'true', ariaLabel }),
      );
      // A choice is taken back by choosing it again, or with Delete. Not by the second half of a double click.
      const clear = () => {
        input.checked = false;
        this.#change(input, '');
      };
      if (value)
        input.onclick = (event) => {
          if (event.detail < 2 && this.#data.get(input.name) === value) clear();
        };
      input.onkeydown = (event) => {
        if (/^(Delete|Backspace)$/.test(event.key)) clear();
      };
      return input;
    }
    /** A field for words or a date. It grows with them; on paper its copy stands in for it. @param {Row} row @param {string} column @param {string} ariaLabel */
    #words(row, column, ariaLabel) {
      const isDate = /^(due|date)$/.test(column),
        control = this.#bind(
          row,
          column,
          isDate ? el('input', { ariaLabel }) : el('textarea', { rows: 1, ariaLabel }),
        );
      if (column === 'note') control.placeholder = say('note');
      else if (column !== 'evidence') control.onkeydown = (event) => event.key !== 'Enter';
      return el('span', { className: 'ramverk-words' }, control);
    }
    /** Shows what is kept, except where it was typed. @param {string} name @param {Control} [by] */
    #show(name, by) {
      const value = this.#data.get(name) ?? '';
      for (const control of this.#controls.get(name) ?? []) {
        if (isTick(control)) /** @type {HTMLInputElement} */ (control).checked = control.value === value;
        else {
          // What is no day of the calendar is shown as it was written.
          if (control instanceof HTMLInputElement && /:(due|date)$/.test(name))
            control.type =
              !value || (value > '0001' && new Date(value).toJSON()?.slice(0, 10) === value)
                ? 'date'
                : 'text';
          if (control !== by && control.value !== value) control.value = value;
          if (control.parentElement) control.parentElement.dataset.text = value;
        }
      }
    }
    /** Whether a field on the page shows this value. @param {string} name */
    #shows(name) {
      const controls = this.#controls.get(name);
      return controls?.some((control) => !isTick(control) || control.value === this.#data.get(name));
    }
    /** What a field is called. @param {string} name */
    #label(name) {
      const control = this.#controls.get(name)?.[0],
        label = control?.ariaLabel ?? `${pathOf(name)} – ${say(`column-${columnOf(name)}`)}`;
      if (control?.type !== 'radio') return label;
      return name.endsWith(':answer')
        ? (this.#rows.get(pathOf(name))?.title() ?? name)
        : label.replace(/: [^:]*$/, '');
    }

    /** A value as its reader knows it. @param {string} name @param {string} [value] */
    #said(name, value = '') {
      if (value === 'true' && name.endsWith(':done')) return '✕';
      const control = this.#controls.get(name)?.find((each) => each.type === 'radio' && each.value === value);
      return control?.ariaLabel?.replace(/.*[:–] /, '') ?? value;
    }

    // --- rows of the user's own -----------------------------------------------------------------

    /** @param {Section} section @param {number} [number] of a row that has answers; else the next one, to be filled in */
    #addOwn(section, number) {
      // Below the others; once the last number is taken, between them.
      const taken = [0, ...section.rows.map((row) => row.own)],
        free = [Math.max(...taken) + 1, ...Array(51).keys()].filter((each) => !taken.includes(each)),
        own = number ?? free.find((each) => each < 51) ?? 51,
        path = `${section.id}/own-${own}`;
      if (!ownNumber(path)) {
        this.#tell('no-more-rows');
        return;
      }
      for (const { blanks, template, tokens, labels } of section.tables) {
        const view = /** @type {HTMLTableRowElement} */ (template.cloneNode(true));
        view.className = 'ramverk-own-filled';
        view.dataset.row = path;
        const next = section.rows
          .find((row) => row.own > own)
          ?.views.find((each) => each.parentNode === blanks[0].parentNode);
        (next ?? blanks[0]).before(view);
        this.#readRow(view, section, tokens, labels);
      }
      section.rows.sort((a, b) => a.own - b.own);
      this.#fitBlanks(section);
      if (!number) this.#controls.get(`${path}:label`)?.[0].focus();
    }
    /** @param {Row} row */
    #removeOwn(row) {
      this.#replace('row-removed', Object.fromEntries(row.names.map((name) => [name, ''])));
      const [table] = row.section.tables;
      this.#dropOwn(row);
      table?.add.focus();
      this.#later();
    }
    /** @param {Row} row */
    #dropOwn({ path, names, views, section }) {
      for (const name of names) this.#controls.delete(name);
      for (const view of views) view.remove();
      this.#rows.delete(path);
      section.rows = section.rows.filter((each) => each.path !== path);
      this.#fitBlanks(section);
    }
    /** On paper there are as many rows as the author offers, or as are filled in. @param {Section} section */
    #fitBlanks({ rows, tables }) {
      const count = rows.filter((row) => row.own).length;
      for (const { blanks } of tables)
        blanks.forEach((blank, i) => {
          blank.hidden = i < count;
        });
    }
    /** @param {string} name */
    #hasOwn(name) {
      const path = pathOf(name);
      return ownNumber(path) > 0 && Boolean(this.#sections.get(path.split('/')[0])?.tables.length);
    }
    #showOwn() {
      for (const name of this.#answers()
        .filter((each) => this.#hasOwn(each))
        .sort()) {
        const path = pathOf(name),
          section = this.#sections.get(path.split('/')[0]);
        if (section && !this.#rows.has(path)) this.#addOwn(section, ownNumber(path));
      }
    }

    // --- keeping ------------------------------------------------------------------------------

    /** @param {string} name @param {string} [sheet] */
    #key(name, sheet = this.#id) {
      return `ramverk:${this.#framework}:${sheet}:${name}`;
    }
    #answers() {
      return [...this.#data.keys()].filter(isAnswer);
    }
    /** Today's name of a field, or of the digest of a row; its own where the page knows no such thing. @param {string} name */
    #current(name) {
      const [, mark = '', old = '', column = ''] = /^(#?)([^:]*)(.*)$/.exec(name) ?? [],
        seen = new Set();
      let path = old;
      for (; !seen.has(path); seen.add(old)) {
        seen.add(path);
        const parts = path.split('/');
        const length = parts
          .map((_, i) => parts.length - i)
          .find((each) => Object.hasOwn(this.#renamed, parts.slice(0, each).join('/')));
        if (length)
          path = [this.#renamed[parts.slice(0, length).join('/')], ...parts.slice(length)].join('/');
      }
      const now = mark + path + column;
      return (mark ? this.#rows.has(path) : this.#controls.has(now) || this.#hasOwn(now)) ? now : name;
    }
    /** @param {string} name @param {string} value */
    #put(name, value) {
      if (value) this.#data.set(name, value);
      else this.#data.delete(name);
      this.#unsaved.add(name);
      const former = this.#former.get(name);
      if (former) this.#unsaved.add(former);
      this.#former.delete(name);
    }
    /** Writes what is not yet on the device; what cannot be written is tried again with the next change. */
    #save() {
      const before = this.#unsaved.size;
      try {
        for (const name of this.#unsaved) {
          const value = this.#data.get(name);
          if (!device) throw new Error('blocked');
          if (value) device.setItem(this.#key(name), value);
          else device.removeItem(this.#key(name));
          this.#unsaved.delete(name);
        }
        if (before && this.#notice.matches('.ramverk-alarm')) this.#notice.hidden = true;
      } catch {
        this.#cannotSave();
      }
    }
    #cannotSave() {
      this.#notify('cannot-save', {}, 'saveJson', true);
    }
    #load() {
      for (const name of [...this.#data.keys()]) if (!this.#unsaved.has(name)) this.#data.delete(name);
      this.#former.clear();
      const names = keptOf(this.#framework)
        .filter(({ sheet, name }) => sheet === this.#id && !this.#unsaved.has(name))
        .map(({ name }) => name)
        .sort();
      const kept = new Map(names.map((name) => [name, device?.getItem(this.#key(name)) ?? '']));
      for (const [name, value] of kept) {
        const now = this.#current(name),
          isFree = now !== name && !kept.has(now) && !this.#data.has(now);
        this.#data.set(isFree ? now : name, value);
        if (isFree) this.#former.set(now, name);
      }
      this.#readHistory(this.#data.get('@history'));
      this.#compareVersions(this.#data.get('@version'));
      this.#refresh();
    }
    /** @param {string | undefined} before */
    #compareVersions(before) {
      if (before && before !== this.#version && this.#answers().length)
        this.#notify('other-version', { before, now: this.#version });
    }
    /** Tells when something else has emptied the device while the page was open. */
    #checkDevice() {
      if (
        document.hidden ||
        !device ||
        !this.#answers().some((name) => !this.#unsaved.has(name)) ||
        keptOf(this.#framework).some(({ sheet }) => sheet === this.#id)
      )
        return;
      for (const name of this.#data.keys()) this.#unsaved.add(name);
      this.#exported = false;
      this.#notify('evicted', {}, 'saveJson keep', true);
    }

    // --- changes ------------------------------------------------------------------------------

    /** @param {Control} control */
    #edited(control) {
      // Half a date is no answer, and no reason to forget the one before.
      if (this.#controls.has(control.name) && !control.validity.badInput)
        this.#change(
          control,
          isTick(control) && !(/** @type {HTMLInputElement} */ (control).checked) ? '' : control.value,
        );
    }
    /** @param {Control} control @param {string} value */
    #change(control, value) {
      const { name } = control,
        row = this.#rows.get(pathOf(name)),
        state = name.replace(/-quality$/, '');
      // Something else has emptied the device: what stands on the page is kept again, whole.
      if (this.#data.has('@version') && !this.#unsaved.size && !device?.getItem(this.#key('@version')))
        for (const each of this.#data.keys()) this.#unsaved.add(each);
      this.#put(name, value);
      if (this.#data.get('@version') !== this.#version) this.#put('@version', this.#version);
      if (row?.digest && this.#data.get(`#${row.path}`) !== row.digest) this.#put(`#${row.path}`, row.digest);
      // Who assesses the quality of a service has it, or wishes for it.
      if (state !== name && value && !this.#data.has(state)) {
        this.#put(state, 'yes');
        this.#show(state);
      }
      this.#exported = false;
      this.#save();
      this.#show(name, control);
      if (row) this.#refreshRow(row);
      this.#later();
    }
    /** Changes many answers so that it can be undone. @param {string} what @param {Record<string, string>} next @param {Record<string, string | number>} [details] */
    #replace(what, next, details = {}) {
      this.#history.push({ what, way: 'undo', before: this.#write(next) });
      this.#keepHistory();
      this.#notify(what, details, 'undo');
    }
    /** @param {Record<string, string>} next @returns {Record<string, string>} what there was before */
    #write(next) {
      const before = Object.fromEntries(Object.keys(next).map((name) => [name, this.#data.get(name) ?? '']));
      for (const [name, value] of Object.entries(next)) this.#put(name, value);
      this.#exported = false;
      this.#save();
      this.#refresh();
      return before;
    }
    /** @param {string | null} [text] */
    #readHistory(text) {
      try {
        this.#history = [...JSON.parse(text ?? '[]')].filter((step) => step.before);
      } catch {
        this.#history = [];
      }
    }
    #keepHistory() {
      this.#history = this.#history.slice(-20);
      try {
        device?.setItem(this.#key('@history'), JSON.stringify(this.#history));
      } catch {
        /* full: it holds while the page is open */
      }
      this.#later();
    }
    /** What is undone goes to the far end, so that it can be had again. */
    #undoLast() {
      const step = this.#history.pop();
      if (!step) return;
      const { what, way, before } = step;
      this.#history.unshift({ what, way: way === 'undo' ? 'redo' : 'undo', before: this.#write(before) });
      this.#keepHistory();
      this.#notify(`${way}ne`);
    }
    /** @param {StorageEvent} event */
    #changedElsewhere({ storageArea, key, newValue }) {
      if (storageArea !== device || this.#panel.isConnected === false) return;
      if (key === null) {
        this.#checkDevice();
        return;
      }
      const start = this.#key(''),
        name = key.slice(start.length);
      if (!key.startsWith(start)) {
        if (key.endsWith(':@name')) this.#listSheets();
        return;
      }
      if (name === '@history') {
        // The steps of both tabs: neither forgets what the other can undo.
        this.#readHistory(newValue);
        this.#later();
        return;
      }
      if (this.#unsaved.has(name)) return;
      const busy = this.#controls
        .get(name)
        ?.find((control) => control === document.activeElement && !isTick(control));
      if (busy && busy.value !== (newValue ?? ''))
        this.#notify('other-tab', { field: this.#label(name), text: newValue ?? '' });
      if (!this.#controls.has(name) || this.#former.has(name)) this.#load();
      else {
        if (newValue) this.#data.set(name, newValue);
        else this.#data.delete(name);
        this.#show(name, busy);
      }
      const row = this.#rows.get(pathOf(name));
      if (row) this.#refreshRow(row);
      this.#later();
    }

    // --- what follows from the answers ----------------------------------------------------------

    /** @param {string} text @param {Section} section */
    #isQuality(text, { min, max }) {
      return /^\d{1,4}$/.test(text) && +text >= min && +text <= max;
    }
    /** The quality of a service: 0 where there is none, null while it is not known. @param {Row} row @param {string} state */
    #level({ path, section }, state) {
      const has = this.#data.get(`${path}:${state}`),
        quality = this.#data.get(`${path}:${state}-quality`) ?? '';
      if (has === 'no') return 0;
      return has && this.#isQuality(quality, section) ? +quality : null;
    }
    /** @param {Row} row */
    #refreshRow(row) {
      const { path, digest, section, names, views } = row,
        digestThen = this.#data.get(`#${path}`);
      const isReworded =
        digestThen &&
        digest &&
        digestThen !== digest &&
        names.some((name) => this.#data.has(name) && this.#shows(name));
      for (const view of views) {
        const mark = view.querySelector('.ramverk-reworded');
        if (!isReworded) mark?.remove();
        else if (!mark)
          (view.querySelector('th,div') ?? view).append(
            el(
              'p',
              { className: 'ramverk-reworded' },
              `${say('reworded')} `,
              button(say('still-valid'), () => {
                this.#put(`#${path}`, digest);
                this.#save();
                this.#refreshRow(row);
              }),
            ),
          );
      }
      if (!section.max) return;
      const [isPresent, isDesired] = ['present', 'desired'].map((state) =>
        this.#data.get(`${path}:${state}`),
      );
      row.present = this.#level(row, 'present');
      row.desired = this.#level(row, 'desired');
      row.gap =
        isDesired === 'yes' && row.present !== null && row.desired !== null
          ? row.desired - row.present
          : null;
      let isWrong = false;
      for (const [state, has] of [
        ['present', isPresent],
        ['desired', isDesired],
      ])
        for (const control of this.#controls.get(`${path}:${state}-quality`) ?? []) {
          control.disabled = has === 'no';
          const misses = control.value !== '' && has !== 'no' && !this.#isQuality(control.value, section);
          control.ariaInvalid = `${misses}`;
          isWrong ||= misses;
        }
      const text = isWrong
        ? say('range', { min: section.min, max: section.max })
        : row.gap !== null
          ? this.#gapText(row.gap)
          : isDesired === 'no' && isPresent === 'yes'
            ? say('offer')
            : '';
      for (const output of views.flatMap((view) => all(view, 'output'))) {
        if (output.textContent !== text) output.textContent = text;
        output.className = isWrong ? 'ramverk-wrong' : (row.gap ?? 0) > 0 ? 'ramverk-up' : '';
      }
    }
    /** @param {number} gap */
    #gapText(gap) {
      return gap > 0 ? `+${gap}` : gap ? `−${-gap}` : `0`;
    }
    #refresh() {
      this.#showOwn();
      for (const name of this.#controls.keys()) this.#show(name);
      for (const row of this.#rows.values()) this.#refreshRow(row);
      this.#listSheets();
      this.#paint();
    }
    /** What need not happen inside the event happens once a frame. */
    #later() {
      if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint());
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        if (!this.#unsaved.size) this.#tell('saved');
      }, 800);
    }
    #paint() {
      this.#frame = 0;
      let done = 0,
        total = 0;
      for (const section of this.#sections.values()) {
        const rows = section.rows.filter((row) => !row.own || row.names.some((name) => this.#data.has(name)));
        done += rows.filter((row) => this.#isDone(row)).length;
        total += rows.length;
        for (const place of section.results) {
          if (section.max) this.#drawGaps(section, place);
          else this.#drawShares(section, rows, place);
        }
      }
      const bar = /** @type {HTMLProgressElement} */ (all(this.#panel, 'progress')[0]),
        last = this.#history[this.#history.length - 1];
      bar.max = total || 1;
      bar.value = done;
      all(this.#panel, '.ramverk-count')[0].textContent = say('progress', { done, all: total });
      this.#undo.hidden = !last;
      this.#undo.textContent = last && `${say(last.way)}: ${say(`${last.what}-step`)}`;
      this.#listLeftovers();
    }
    /** @param {Row} row */
    #isDone({ path, section, gap, present }) {
      if (section.max)
        return gap !== null || (this.#data.get(`${path}:desired`) === 'no' && present !== null);
      return (
        this.#data.get(`${path}:done`) === 'true' ||
        section.answers.has(this.#data.get(`${path}:answer`) ?? '')
      );
    }
    /** How much is met: of a section, of each criterion, of each phase. @param {Section} section @param {Row[]} rows @param {HTMLElement} place */
    #drawShares({ id, answers }, rows, place) {
      const column = answers.size ? 'answer' : 'done',
        text = rows.map(({ path }) => `${path}=${this.#data.get(`${path}:${column}`)}`).join();
      place.hidden = !rows.some((row) => this.#isDone(row));
      if (place.hidden || place.dataset.text === text) return;
      place.dataset.text = text;
      // A line of words that says it all, and a bar of the first answer.
      const share = (/** @type {Row[]} */ some, /** @type {(Node | string)[]} */ ...title) => {
        const values = answers.size ? [...answers.keys()] : ['true'],
          counts = values.map(
            (value) => some.filter(({ path }) => this.#data.get(`${path}:${column}`) === value).length,
          );
        const text = answers.size
          ? [...answers.values()].map((label, i) => `${label}: ${counts[i]}`).join(' · ')
          : say('share', { done: counts[0], all: some.length });
        return el(
          'li',
          {},
          el('span', {}, ...title),
          el('progress', { max: some.length || 1, value: counts[0], ariaHidden: 'true' }),
          el('span', { textContent: text }),
        );
      };
      const criteria = [...this.#criteria.values()].filter(({ path }) => path.startsWith(`${id}/`)),
        own = rows.filter((row) => row.own);
      const below = (/** @type {Criterion[]} */ some) =>
        rows.filter(({ path }) => some.some((each) => path.startsWith(`${each.path}/`)));
      const phases = ['plan', 'do', 'check', 'act']
        .map((phase) => /** @type {const} */ ([phase, criteria.filter((each) => each.phase === phase)]))
        .filter(([, some]) => some.length);
      const list = (/** @type {string} */ title, /** @type {Node[]} */ lines) =>
        lines.length ? [el('p', { textContent: title }), el('ul', {}, ...lines)] : [];
      place.replaceChildren(
        el(
          'figure',
          { className: 'ramverk-shares' },
          el('figcaption', { textContent: say('result') }),
          el('ul', {}, share(rows, say('total'))),
          ...list(say('by-criterion'), [
            ...criteria.map((each) => share(below([each]), ...each.title())),
            ...(criteria.length && own.length ? [share(own, say('own-rows'))] : []),
          ]),
          ...list(
            say('by-phase'),
            phases.map(([phase, some]) => share(below(some), say(phase))),
          ),
        ),
      );
    }
    /** The largest gaps first, in words and drawn. @param {Section} section @param {HTMLElement} place */
    #drawGaps({ rows, min, max }, place) {
      const known = rows
        .flatMap(({ gap, present, desired, title }) =>
          gap === null || gap === undefined
            ? []
            : [{ gap, present: present ?? 0, desired: desired ?? 0, title: title() }],
        )
        .sort((a, b) => b.gap - a.gap);
      const offers = rows
        .filter(
          ({ path }) =>
            this.#data.get(`${path}:present`) === 'yes' && this.#data.get(`${path}:desired`) === 'no',
        )
        .map(({ title }) => title());
      const text = JSON.stringify([known, offers]);
      place.hidden = !known.length && !offers.length;
      if (place.hidden || place.dataset.text === text) return;
      place.dataset.text = text;
      const figure = /** @type {HTMLElement} */ (
          all(/** @type {HTMLTemplateElement} */ (tools).content, '.ramverk-gaps')[0].cloneNode(true)
        ),
        [list, , others, more] = [...figure.children].slice(2);
      const radar = /** @type {HTMLElement} */ (figure.querySelector('.ramverk-radar')),
        low = Math.min(0, min),
        share = (/** @type {number} */ level) => (level - low) / (max - low);
      const largest = known.slice(0, 30),
        x = (/** @type {number} */ level) => 4 + share(level) * 92;
      // Only numbers go into the drawings.
      list.append(
        ...largest.map(({ gap, present, desired, title }) =>
          el(
            'li',
            {},
            el('span', { textContent: title }),
            el('span', {
              innerHTML: `<svg viewBox="0 0 100 8" aria-hidden="true"><path d="M4 4H96"/><path class="ramverk-span" d="M${x(present)} 4H${x(desired)}"/><path class="ramverk-desired" d="M${x(desired)} 1l3 3-3 3-3-3z"/><circle class="ramverk-present" cx="${x(present)}" cy="4" r="2"/></svg>`,
            }),
            el('span', { textContent: say('pair', { present, desired, gap: this.#gapText(gap) }) }),
          ),
        ),
      );
      const count = known.length,
        at = (/** @type {number} */ i, /** @type {number} */ part) =>
          [Math.sin, (/** @type {number} */ turn) => -Math.cos(turn)].map((axis) =>
            (50 + 40 * part * axis((2 * Math.PI * i) / count)).toFixed(1),
          );
      const area = (
        /** @type {string} */ name,
        /** @type {(each: { present: number, desired: number }) => number} */ part,
      ) =>
        `<polygon class="${name}" points="${known.map((each, i) => at(i, part(each)).join()).join(' ')}"/>`;
      radar.hidden = count < 3 || count > 12;
      radar.innerHTML = `<svg viewBox="0 0 100 100" aria-hidden="true">${[0.25, 0.5, 0.75, 1].map((ring) => area('', () => ring)).join('')}${area('ramverk-area-desired', (each) => share(each.desired))}${area('ramverk-area-present', (each) => share(each.present))}${known
        .map((_, i) => {
          const [left, top] = at(i, 1.15);
          return `<text x="${left}" y="${top}">${i + 1}</text>`;
        })
        .join('')}</svg>`;
      others.textContent = offers.length ? `${say('offers')} ${offers.join(', ')}` : '';
      more.textContent = count > largest.length ? say('largest', { shown: largest.length, all: count }) : '';
      figure.classList.toggle('ramverk-no-gaps', !count);
      place.replaceChildren(figure);
    }
    /** Answers that no field shows, though the page shows the whole section or the framework has none such. */
    #listLeftovers() {
      const left = this.#answers()
        .filter((name) => {
          if (this.#shows(name)) return false;
          const [section] = pathOf(name).split('/');
          return section
            ? !this.#fillable.includes(section) ||
                this.#sections.get(section)?.whole ||
                this.#controls.has(name)
            : !/^:(organisation|group|respondent|date)$/.test(name);
        })
        .sort();
      const place = /** @type {HTMLElement} */ (all(this.#panel, '.ramverk-leftovers')[0]);
      place.hidden = !left.length;
      all(place, 'summary span')[0].textContent = `${left.length}`;
      all(place, 'dl')[0].replaceChildren(
        ...left
          .slice(0, 500)
          .flatMap((name) => [
            el('dt', { textContent: this.#label(name) }),
            el('dd', { textContent: this.#said(name, this.#data.get(name)) }),
          ]),
      );
    }

    // --- the sheets and their tools -------------------------------------------------------------

    #addTools() {
      const sheet = this.#forms.map((form) => form.querySelector('.ramverk-sheet')).find(Boolean),
        [first] = this.#forms;
      if (sheet) this.#panel.firstElementChild?.after(sheet);
      first.prepend(this.#panel);
      document.body.append(this.#notice, this.#dialog);
      this.#select.onchange = () => this.#open(this.#select.value);
      this.#file.onchange = async () => {
        const [file] = this.#file.files ?? [];
        if (file) await this.#openFile(file);
        this.#file.value = '';
      };
      /** @type {Record<string, () => void>} */
      const actions = {
        create: async () => this.#start(await this.#askName('create', '')),
        rename: async () => {
          const name = await this.#askName('rename', this.#title());
          if (name) this.#write({ '@name': name });
        },
        copy: async () =>
          this.#start(
            await this.#askName('copy', say('copy-name', { name: this.#title() })),
            [...this.#data].filter(([name]) => name[0] !== '@'),
          ),
        clear: () =>
          this.#replace(
            'cleared',
            Object.fromEntries(
              [...this.#data.keys()].filter((name) => name[0] !== '@').map((name) => [name, '']),
            ),
          ),
        remove: () => this.#remove(),
        saveJson: () => this.#download('json', writeJson(this.#file_())),
        saveCsv: () => this.#download('csv', this.#csv()),
        choose: () => this.#file.click(),
        print: () => window.print(),
        undo: () => this.#undoLast(),
        keep: () => this.#save(),
        close: () => {
          this.#notice.hidden = true;
        },
      };
      const act = (/** @type {Event} */ event) => {
        const pressed = /** @type {Element} */ (event.target).closest('button');
        if (!pressed) return;
        pressed.closest('details')?.removeAttribute('open');
        actions[pressed.value]?.();
      };
      const menu = /** @type {HTMLDetailsElement} */ (all(this.#panel, '.ramverk-tools details')[0]);
      document.addEventListener('click', (event) => {
        if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
      });
      menu.onkeydown = (event) => {
        if (event.key !== 'Escape') return;
        menu.open = false;
        all(menu, 'summary')[0].focus();
      };
      this.#panel.addEventListener('click', act);
      this.#notice.addEventListener('click', act);
    }
    /** @param {string} key @param {Record<string, string | number>} [details] */
    #tell(key, details) {
      this.#status.textContent = say(key, details);
    }
    /** Says it where it is seen, wherever on the page. @param {string} key @param {Record<string, string | number>} [details] @param {string} [offered] actions @param {boolean} [alarm] */
    #notify(key, details, offered = '', alarm = false) {
      this.#tell(key, details);
      if (!alarm && this.#unsaved.size) return; // an alarm stays
      this.#notice.classList.toggle('ramverk-alarm', alarm);
      for (const each of all(this.#notice, 'button'))
        each.hidden = !`${offered} close`.includes(/** @type {HTMLButtonElement} */ (each).value);
      this.#notice.hidden = false;
      all(this.#notice, 'p')[0].textContent = say(key, details);
      // The panel goes on saying it, and offers to undo.
      clearTimeout(this.#noticeTimer);
      if (!alarm)
        this.#noticeTimer = setTimeout(() => {
          if (!this.#notice.matches(':hover, :focus-within')) this.#notice.hidden = true;
        }, 15000);
    }
    /** @param {string} kind of question @param {Node[]} [content] @returns {Promise<string>} the answer; empty when cancelled */
    #ask(kind, content = []) {
      for (const each of all(this.#dialog, '[data-for]')) {
        each.hidden = !each.dataset.for?.split(' ').includes(kind);
        if (each instanceof HTMLButtonElement || each instanceof HTMLInputElement)
          each.disabled = each.hidden;
      }
      all(this.#dialog, 'dl')[0].replaceChildren(...content);
      this.#dialog.returnValue = '';
      this.#dialog.showModal();
      return new Promise((resolve) => {
        this.#dialog.onclose = () => resolve(this.#dialog.returnValue);
      });
    }
    /** @param {string} kind @param {string} value */
    async #askName(kind, value) {
      const input = /** @type {HTMLInputElement} */ (all(this.#dialog, 'input')[0]);
      input.value = value;
      return (await this.#ask(kind)) ? input.value.trim() : '';
    }
    #sheets() {
      const ids = new Set([
        this.#id,
        ...keptOf(this.#framework)
          .map(({ sheet }) => sheet)
          .filter(Boolean),
      ]);
      return [...ids].sort().map((id, i) => ({
        id,
        name:
          (id === this.#id ? this.#data.get('@name') : device?.getItem(this.#key('@name', id))) ||
          `${say('sheet')} ${i + 1}`,
      }));
    }
    #title() {
      return this.#sheets().find(({ id }) => id === this.#id)?.name ?? '';
    }
    #listSheets() {
      this.#select.replaceChildren(
        ...this.#sheets().map(({ id, name }) =>
          el('option', { value: id, textContent: name, selected: id === this.#id }),
        ),
      );
    }
    /** @param {string} id */
    #open(id) {
      // What could not be kept is nowhere else.
      if (this.#unsaved.size) {
        this.#listSheets();
        this.#cannotSave();
        return false;
      }
      this.#id = id;
      try {
        for (const area of [sessionStorage, device]) area?.setItem(this.#key('@open', ''), id);
      } catch {
        /* the first sheet next time */
      }
      this.#data.clear();
      for (const row of [...this.#rows.values()]) if (row.own) this.#dropOwn(row);
      this.#notice.hidden = true;
      this.#load();
      this.#tell('opened', { name: this.#title() });
      return true;
    }
    /** Begins a sheet. @param {string} name @param {[string, string][]} [data] */
    #start(name, data = []) {
      return (
        name &&
        this.#open(Date.now().toString(36)) &&
        this.#write({ ...Object.fromEntries(data), '@name': name, '@version': this.#version })
      );
    }
    async #remove() {
      const choice = await this.#ask('remove', [
        el('dt', { textContent: this.#title() }),
        el('dd', { textContent: say('answers', { count: this.#answers().length }) }),
      ]);
      if (!choice) return;
      for (const { sheet, name } of keptOf(this.#framework))
        if (choice === 'all' || sheet === this.#id) device?.removeItem(this.#key(name, sheet));
      this.#unsaved.clear();
      this.#data.clear();
      this.#open(this.#sheets().find(({ id }) => id !== this.#id)?.id ?? '1');
      this.#tell('removed');
    }

    // --- files --------------------------------------------------------------------------------

    /** @param {string} kind @param {string} text */
    #download(kind, text) {
      const parts = [
        this.#framework.replace(/.*\//, ''),
        this.#data.get('@name'),
        new Date().toLocaleDateString('sv'),
      ];
      const href = URL.createObjectURL(new Blob([text])),
        download = `${parts
          .filter(Boolean)
          .join(' ')
          .replace(/[^\p{L}\p{N}]+/gu, '-')}.${kind}`;
      const link = el('a', { href, download, hidden: true });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
      this.#exported = true;
      this.#tell('saved-file', { file: download });
    }
    /** @returns {Answers} */
    #file_() {
      const answers = this.#answers(),
        paths = new Set(answers.map(pathOf));
      return {
        framework: this.#framework,
        version: this.#version,
        language,
        name: this.#data.get('@name') ?? '',
        values: new Map([...this.#data].filter(([name]) => isAnswer(name))),
        digests: new Map(
          [...this.#data]
            .filter(([name]) => name[0] === '#' && paths.has(name.slice(1)))
            .map(([name, digest]) => [name.slice(1), digest]),
        ),
      };
    }
    #csv() {
      const { values, digests, framework, version, name } = this.#file_(),
        names = [...new Set([...this.#controls.keys(), ...[...values.keys()].sort()])];
      const columns = ['value', ...new Set(names.filter(pathOf).map(columnOf))],
        ids = [...new Set(names.map((each) => pathOf(each) || each))];
      const head = columns.map((column) => `${say(`column-${column}`)} [${column}]`),
        about = Object.entries({ framework, version, language, name });
      return writeCsv([
        ['[id]', `${say('row')} [row]`, ...head, `${say('gap')} [gap]`, '[digest]'],
        ...about.map(([key, value]) => [`#${key}`, '', value]),
        ...ids.map((id) => [
          id,
          this.#rows.get(id)?.title() ?? (id[0] === ':' ? this.#label(id) : ''),
          ...columns.map((column) => {
            const value = values.get(column === 'value' ? id : `${id}:${column}`) ?? '';
            return column === 'done' && value === 'true' ? 'x' : value;
          }),
          `${this.#rows.get(id)?.gap ?? ''}`,
          digests.has(id) ? `#${digests.get(id)}` : '',
        ]),
      ]);
    }
    /** @param {File} file */
    async #openFile(file) {
      try {
        const found = await readFile(file);
        if (found.framework !== this.#framework)
          throw new Refusal('answers-other-framework', {
            found: found.framework,
            framework: this.#framework,
          });
        await this.#take(found);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.#notify('not-opened', { file: file.name, why: error.message }, '', true);
      }
    }
    /** Takes the answers of a file over, when it is known what they would replace. @param {Answers} found */
    async #take({ name, version, values, digests }) {
      /** @type {Record<string, string>} */
      const next = {};
      const take = (/** @type {[string, string][]} */ entries) => {
        const names = new Set(entries.map(([each]) => each));
        for (const [each, value] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
          const now = this.#current(each);
          next[now in next || names.has(now) ? each : now] = value;
        }
      };
      take([...values]);
      take([...digests].map(([path, digest]) => [`#${path}`, digest]));
      const count = values.size,
        replaced = Object.keys(next).filter(
          (each) => isAnswer(each) && (this.#data.get(each) ?? next[each]) !== next[each],
        );
      const facts = {
        name,
        organisation: values.get(':organisation'),
        respondent: values.get(':respondent'),
        version,
        count,
        replaced: replaced.length,
      };
      const choice = this.#answers().length
        ? await this.#ask('import', [
            ...Object.entries(facts).flatMap(([key, value]) =>
              value
                ? [el('dt', { textContent: say(`fact-${key}`) }), el('dd', { textContent: `${value}` })]
                : [],
            ),
            ...replaced
              .slice(0, 500)
              .flatMap((each) => [
                el('dt', { textContent: this.#label(each) }),
                el(
                  'dd',
                  {},
                  el('del', { textContent: this.#said(each, this.#data.get(each)) }),
                  ' → ',
                  el('ins', { textContent: this.#said(each, next[each]) }),
                ),
              ]),
          ])
        : 'merge';
      if (choice === 'new' && !this.#start(name || values.get(':organisation') || say('from-file'))) return;
      if (!choice) return;
      if (name && !this.#data.has('@name')) next['@name'] = name;
      this.#replace('imported', { ...next, '@version': this.#version }, { count });
      if (version !== this.#version) this.#tell('other-version', { before: version, now: this.#version });
    }
  }

  /** @type {Map<string, HTMLFormElement[]>} */
  const found = new Map();
  for (const form of document.querySelectorAll('form')) {
    const { ramverk } = form.dataset;
    if (ramverk) found.set(ramverk, [...(found.get(ramverk) ?? []), form]);
  }
  for (const [framework, forms] of found) new Sheet(framework, forms);
})();
