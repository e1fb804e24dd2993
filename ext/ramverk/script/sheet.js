// @ts-check
'use strict';
/* One framework on one page: its controls, what is kept of them, and the tools around them.
 *
 * Every field has a key of its own in localStorage, written at each change: two tabs never overwrite each other's answers.
 * What has no place on the page is kept, shown and saved to files all the same. */

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
  /** The field that was changed last. @type {Control | undefined} */
  #used;
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
      if (!/^(Delete|Backspace)$/.test(event.key) && !(value && input.checked && event.key === ' ')) return;
      event.preventDefault(); // or the space would choose it again
      clear();
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
            !value || (value > '0001' && new Date(value).toJSON()?.slice(0, 10) === value) ? 'date' : 'text';
        if (control !== by && control.value !== value) control.value = value;
        const place = control.parentElement,
          direction = directionOf(value);
        if (place) {
          place.dataset.text = value;
          if (place.dir !== direction) place.dir = direction;
        }
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
      if (length) path = [this.#renamed[parts.slice(0, length).join('/')], ...parts.slice(length)].join('/');
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
    this.#used = control;
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
      this.#history = [...JSON.parse(text ?? '[]')].filter(
        ({ what, way, before }) =>
          texts[what] && texts[way] && Object.values(before).every((value) => typeof value === 'string'),
      );
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
    const step = this.#history.at(-1);
    if (!step) return;
    const { what, way, before } = step,
      now = this.#write(before);
    this.#history.pop();
    this.#history.unshift({ what, way: way === 'undo' ? 'redo' : 'undo', before: now });
    this.#keepHistory();
    this.#notify(`${way}ne`);
  }
  /** @param {StorageEvent} event */
  #changedElsewhere({ storageArea, key, newValue }) {
    if (storageArea !== device) return;
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
    const own = this.#rows.get(pathOf(name));
    if (own?.own && newValue && !own.names.some((each) => this.#data.has(each))) {
      // Another tab has begun a row of the same number: the empty one here moves on.
      const isBusy = own.views.some((view) => view.contains(document.activeElement));
      this.#dropOwn(own);
      this.#addOwn(own.section, own.own);
      if (isBusy) this.#addOwn(own.section);
    }
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
              this.#controls.get(names[0])?.[0].focus();
            }),
          ),
        );
    }
    if (!section.max) return;
    const [isPresent, isDesired] = ['present', 'desired'].map((state) => this.#data.get(`${path}:${state}`));
    row.present = this.#level(row, 'present');
    row.desired = this.#level(row, 'desired');
    row.gap =
      isDesired === 'yes' && row.present !== null && row.desired !== null ? row.desired - row.present : null;
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
        ? gapText(row.gap)
        : this.#isOffer(row)
          ? say('offer')
          : '';
    for (const output of views.flatMap((view) => all(view, 'output'))) {
      if (output.textContent !== text) output.textContent = text;
      output.className = isWrong ? 'ramverk-wrong' : (row.gap ?? 0) > 0 ? 'ramverk-up' : '';
    }
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
      this.#drawResult(section, rows);
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
  /** There, and not wished for. @param {Row} row */
  #isOffer({ path }) {
    return this.#data.get(`${path}:present`) === 'yes' && this.#data.get(`${path}:desired`) === 'no';
  }
  /** @param {Row} row */
  #isDone({ path, section, gap, present }) {
    if (section.max) return gap !== null || (this.#data.get(`${path}:desired`) === 'no' && present !== null);
    return (
      this.#data.get(`${path}:done`) === 'true' || section.answers.has(this.#data.get(`${path}:answer`) ?? '')
    );
  }
  /** Draws the result of a section again where it has changed. @param {Section} section @param {Row[]} rows */
  #drawResult(section, rows) {
    const { id, answers, max, results } = section,
      answerOf = (/** @type {Row} */ { path }) =>
        this.#data.get(`${path}:${answers.size ? 'answer' : 'done'}`) ?? '';
    const criteria = [...this.#criteria.values()].filter(({ path }) => path.startsWith(`${id}/`));
    const gaps = rows
      .flatMap(({ gap, present, desired, title }) =>
        gap == null ? [] : [{ gap, present: present ?? 0, desired: desired ?? 0, title: title() }],
      )
      .sort((a, b) => b.gap - a.gap);
    const offers = rows.filter((row) => this.#isOffer(row)).map(({ title }) => title());
    const text = JSON.stringify([gaps, offers, rows.map(answerOf)]);
    for (const place of results) {
      place.hidden = max ? !gaps.length && !offers.length : !rows.some((row) => this.#isDone(row));
      if (place.hidden || place.dataset.text === text) continue;
      place.dataset.text = text;
      place.replaceChildren(
        max ? gapsFigure(section, gaps, offers) : sharesFigure(section, rows, criteria, answerOf),
      );
    }
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
          el('dd', {}, el('bdi', { textContent: this.#said(name, this.#data.get(name)) })),
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
    // Some themes have a use of their own for Escape.
    this.#dialog.onkeydown = (event) => event.stopPropagation();
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
          // A name holds no signs of direction.
          await this.#askName(
            'copy',
            say('copy-name', { name: this.#title() }).replace(/[\u2068\u2069]/g, ''),
          ),
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
    const act = (/** @type {MouseEvent} */ event) => {
      const pressed = /** @type {Element} */ (event.target).closest('button');
      if (!pressed) return;
      if (menu.contains(pressed)) closeMenu(); // so that a dialog gives the focus back to what is seen
      actions[pressed.value]?.();
      if (this.#notice.contains(pressed) && !pressed.checkVisibility() && !event.detail) this.#refocus();
    };
    const menu = /** @type {HTMLDetailsElement} */ (all(this.#panel, '.ramverk-tools details')[0]);
    const closeMenu = () => {
      menu.open = false;
      all(menu, 'summary')[0].focus();
    };
    document.addEventListener('click', (event) => {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
    });
    menu.onkeydown = (event) => {
      if (event.key === 'Escape') closeMenu();
    };
    this.#panel.addEventListener('click', act);
    this.#notice.addEventListener('click', act);
  }
  /** A button that goes while it has the focus leaves it to one that stays, or to the field in use before. */
  #refocus() {
    const field = this.#used?.isConnected ? this.#used : this.#select;
    (this.#notice.hidden ? field : all(this.#notice, '[value=close]')[0]).focus();
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
      if (each instanceof HTMLButtonElement || each instanceof HTMLInputElement) each.disabled = each.hidden;
    }
    const [list] = all(this.#dialog, 'dl');
    list.hidden = !content.length;
    list.replaceChildren(...content);
    this.#dialog.ariaLabel = all(this.#dialog, 'h2 :not([hidden])').map(words).join('');
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
        el('option', { value: id, textContent: name, dir: 'auto', selected: id === this.#id }),
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
    const fields = [...new Set([...this.#controls.keys()].filter(pathOf).map(columnOf))],
      columns = ['value', ...fields],
      // What no column of the page is for has a line of its own under its whole name.
      ids = [...new Set(names.map((each) => (fields.includes(columnOf(each)) && pathOf(each)) || each))];
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
    let found;
    try {
      found = await readFile(file);
      if (found.framework !== this.#framework)
        throw new Refusal('answers-other-framework', {
          found: found.framework,
          framework: this.#framework,
        });
    } catch (error) {
      const why = error instanceof Refusal ? error.message : say('answers-syntax');
      this.#notify('not-opened', { file: file.name, why }, '', true);
      return;
    }
    await this.#take(found);
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
              ? [
                  el('dt', { textContent: say(`fact-${key}`) }),
                  el('dd', {}, el('bdi', { textContent: `${value}` })),
                ]
              : [],
          ),
          ...replaced
            .slice(0, 500)
            .flatMap((each) => [
              el('dt', { textContent: this.#label(each) }),
              el(
                'dd',
                {},
                el('del', {}, el('bdi', { textContent: this.#said(each, this.#data.get(each)) })),
                isRightToLeft ? ' ← ' : ' → ',
                el('ins', {}, el('bdi', { textContent: this.#said(each, next[each]) })),
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
if (tools) for (const [framework, forms] of found) new Sheet(framework, forms);
