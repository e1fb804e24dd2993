// @ts-check
'use strict';
/* One framework on one page: its controls, and what is kept of them.
 *
 * Every field has a key of its own in localStorage, written at each change: two tabs never overwrite each other's answers.
 * All else follows when it is needed (tools.js). Until then, and where it cannot be had, nothing that is typed is lost. */

// --- one framework on one page --------------------------------------------------------------

class Sheet {
  id = '1';
  /** Answers by name, digests by #path, and what is known of the sheet by @name. @type {Map<string, string>} */
  data = new Map();
  /** Today's name → the earlier one under which the device keeps it until it is changed. @type {Map<string, string>} */
  former = new Map();
  /** @type {Set<string>} */
  unsaved = new Set();
  exported = true;
  /** @type {Map<string, Control[]>} */
  controls = new Map();
  /** @type {Map<string, Row>} */
  rows = new Map();
  /** @type {Map<string, Section>} */
  sections = new Map();
  /** The field that was changed last. @type {Control | undefined} */
  used;
  /** @type {Tools | undefined} */
  tools;
  #content = /** @type {DocumentFragment} */ (templates[0].content.cloneNode(true));
  panel = all(this.#content, '.ramverk-panel')[0];
  notice = all(this.#content, '.ramverk-notice')[0];
  status = all(this.panel, '.ramverk-status')[0];

  /** @param {string} framework @param {HTMLFormElement[]} forms */
  constructor(framework, forms) {
    this.framework = framework;
    this.forms = forms;
    this.about = (forms.find((form) => form.dataset.version) ?? forms[0]).dataset;
    this.version = this.about.version ?? '';
    for (const form of forms) {
      this.#readForm(form);
      form.classList.add('ramverk-ready');
      form.onsubmit = () => false;
      form.addEventListener('input', (event) => this.#edited(/** @type {Control} */ (event.target)));
      form.addEventListener('focusout', (event) => this.show(/** @type {Control} */ (event.target).name));
    }
    this.#addPanel();
    try {
      this.id =
        sessionStorage.getItem(this.key('@open', '')) ?? device?.getItem(this.key('@open', '')) ?? '1';
    } catch {
      /* blocked */
    }
    this.load();
    /** Whether there were answers when the page was opened, and of which version. */
    this.isRestored = [...this.data.keys()].some(isAnswer);
    this.versionBefore = this.data.get('@version');
    window.addEventListener('beforeunload', (event) => {
      if (this.unsaved.size && !this.exported) event.preventDefault();
    });
  }

  // --- what the page shows ------------------------------------------------------------------

  /** @param {HTMLFormElement} form */
  #readForm(form) {
    const { section: id = '' } = form.dataset;
    /** @type {Section} */
    const section = this.sections.get(id) ?? { id, rows: [], tables: [], answers: new Map(), min: 0, max: 0 };
    this.sections.set(id, section);
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
        title = words(place) || say(field),
        holder = /** @type {HTMLElement} */ (place.closest('[data-row]')),
        row = this.#rowOf(holder, section, () => '', false);
      place.replaceChildren(
        el('label', {}, el('span', { textContent: title }), ' ', this.#words(row, field, title)),
      );
    }
  }
  /** @param {HTMLElement} view @param {Section} section @param {() => string} title @param {boolean} [counts] among those to be answered */
  #rowOf(view, section, title, counts = true) {
    const { row: path = '', digest = '' } = view.dataset;
    /** @type {Row} */
    const row = this.rows.get(path) ?? { path, section, title, digest, own: 0, names: [], views: [] };
    if (!row.views.length && counts) section.rows.push(row);
    row.views.push(view);
    this.rows.set(path, row);
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
    for (const row of table.rows) this.readRow(row, section, tokens, labels);
    if (!blanks.length) return;
    const add = el('button', { type: 'button', textContent: say('add-row'), className: 'ramverk-add' });
    section.tables.push({ add, blanks, tokens, labels });
    table.after(add);
  }
  /** @param {HTMLTableRowElement} view @param {Section} section @param {string[]} tokens @param {string[]} labels @param {() => string} [title] of a row of the user's own */
  readRow(view, section, tokens, labels, title) {
    view.role = 'row';
    if (view.dataset.row === undefined) return;
    const cells = view.cells,
      text = words(cells[tokens.indexOf('label')]),
      row = this.#rowOf(view, section, title ?? (() => text));
    tokens.forEach((token, i) => {
      const [column, value = ''] = token.split('=');
      if (column === '-' || (column === 'label' && !title)) return;
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
      else cell.replaceChildren(this.#words(row, column, label));
    });
  }
  #addPanel() {
    const sheet = this.forms.map((form) => form.querySelector('.ramverk-sheet')).find(Boolean);
    if (sheet) this.panel.firstElementChild?.after(sheet);
    all(this.panel, 'select')[0].append(el('option', { textContent: `${say('sheet')} 1` }));
    all(this.panel, '.ramverk-count')[0].textContent = say('progress', {
      done: 0,
      all: [...this.sections.values()].flatMap(({ rows }) => rows).length,
    });
    this.forms[0].prepend(this.panel);
    this.notice.onclick = (event) => {
      this.notice.hidden = /** @type {Element} */ (event.target).matches('button');
    };
    document.body.append(this.notice);
  }

  // --- controls -----------------------------------------------------------------------------

  /** @template {Control} T @param {Row} row @param {string} column @param {T} control */
  #bind(row, column, control) {
    control.name = `${row.path}:${column}`;
    const controls = this.controls.get(control.name);
    if (controls) controls.push(control);
    else this.controls.set(control.name, [control]);
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
        if (event.detail < 2 && this.data.get(input.name) === value) clear();
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
        isDate ? el('input', { type: 'date', ariaLabel }) : el('textarea', { rows: 1, ariaLabel }),
      );
    if (column === 'note') control.placeholder = say('note');
    else if (column !== 'evidence') control.onkeydown = (event) => event.key !== 'Enter';
    return el('span', { className: 'ramverk-words' }, control);
  }
  /** Shows what is kept, except where it was typed. @param {string} name @param {Control} [by] */
  show(name, by) {
    const value = this.data.get(name) ?? '';
    for (const control of this.controls.get(name) ?? []) {
      if (isTick(control)) {
        /** @type {HTMLInputElement} */ (control).checked = control.value === value;
        continue;
      }
      this.tools?.fit(control, value);
      if (control !== by && control.value !== value) control.value = value;
      /** @type {HTMLElement} */ (control.parentElement).dataset.text = value;
    }
  }

  // --- keeping ------------------------------------------------------------------------------

  /** @param {string} name @param {string} [sheet] */
  key(name, sheet = this.id) {
    return `ramverk:${this.framework}:${sheet}:${name}`;
  }
  /** Whether the device keeps anything of the framework. */
  isKept() {
    return Object.keys(device ?? {}).some((key) => key.startsWith(`ramverk:${this.framework}:`));
  }
  /** @param {string} name @param {string} value */
  put(name, value) {
    if (value) this.data.set(name, value);
    else this.data.delete(name);
    this.unsaved.add(name);
    const former = this.former.get(name);
    if (former) this.unsaved.add(former);
    this.former.delete(name);
  }
  /** Writes what is not yet on the device; what cannot be written is tried again with the next change. */
  save() {
    const before = this.unsaved.size;
    try {
      for (const name of this.unsaved) {
        const value = this.data.get(name);
        if (!device) throw new Error('blocked');
        if (value) device.setItem(this.key(name), value);
        else device.removeItem(this.key(name));
        this.unsaved.delete(name);
      }
    } catch {
      /* the tools say it, and tell what can be done */
    }
    this.tools?.saved(before);
  }
  /** Takes over what the device keeps. */
  load() {
    for (const name of [...this.data.keys()]) if (!this.unsaved.has(name)) this.data.delete(name);
    this.former.clear();
    const start = this.key('');
    for (const key of Object.keys(device ?? {}).sort()) {
      const name = key.slice(start.length);
      if (key.startsWith(start) && !this.unsaved.has(name)) this.data.set(name, device?.getItem(key) ?? '');
    }
    for (const name of this.controls.keys()) this.show(name);
  }

  // --- changes ------------------------------------------------------------------------------

  /** @param {Control} control */
  #edited(control) {
    // Half a date is no answer, and no reason to forget the one before.
    if (this.controls.has(control.name) && !control.validity.badInput)
      this.#change(
        control,
        isTick(control) && !(/** @type {HTMLInputElement} */ (control).checked) ? '' : control.value,
      );
  }
  /** @param {Control} control @param {string} value */
  #change(control, value) {
    const { name } = control,
      row = this.rows.get(pathOf(name)),
      state = name.replace(/-quality$/, '');
    // Something else has emptied the device: what stands on the page is kept again, whole.
    if (this.data.has('@version') && !this.unsaved.size && !device?.getItem(this.key('@version')))
      for (const each of this.data.keys()) this.unsaved.add(each);
    this.used = control;
    this.put(name, value);
    if (this.data.get('@version') !== this.version) this.put('@version', this.version);
    if (row?.digest && this.data.get(`#${row.path}`) !== row.digest) this.put(`#${row.path}`, row.digest);
    // Who assesses the quality of a service has it, or wishes for it.
    if (state !== name && value && !this.data.has(state)) {
      this.put(state, 'yes');
      this.show(state);
    }
    this.exported = false;
    this.save();
    this.show(name, control);
    this.tools?.changed(row);
  }
}

// --- the tools ------------------------------------------------------------------------------

/** @type {Sheet[]} */
const sheets = [];
/** Pressed before there was anything behind it. @type {HTMLButtonElement | null | undefined} */
let pressed;
/** @type {Promise<void> | undefined} */
let loading;

/** @param {string} address of a script or a style sheet beside this one */
const request = (address) =>
  new Promise((resolve, reject) => {
    const element = /\.js\b/.test(address)
      ? el('script', { src: address, async: false })
      : el('link', { rel: 'stylesheet', href: address });
    element.onload = resolve;
    element.onerror = () => {
      element.remove();
      reject();
    };
    document.head.append(element);
  });
/** Loads the tools; when that fails, says so and tries again at the next use. */
const loadTools = () => {
  loading ??= Promise.all((templates[0].dataset.more ?? '').split(' ').map(request))
    .then(() => {
      for (const sheet of sheets) if (!sheet.tools) /** @type {any} */ (window).ramverkTools(sheet);
      pressed?.click();
    })
    .catch((error) => {
      if (error) console.error(error);
      loading = pressed = undefined;
      for (const { notice, status } of sheets) {
        status.textContent = all(notice, 'p')[0].textContent = say('not-loaded');
        notice.hidden = false;
      }
    });
};

/** @type {Map<string, HTMLFormElement[]>} */
const found = new Map();
for (const form of document.querySelectorAll('form')) {
  const { ramverk } = form.dataset;
  if (ramverk) found.set(ramverk, [...(found.get(ramverk) ?? []), form]);
}
for (const [framework, forms] of found) {
  const sheet = new Sheet(framework, forms),
    loadIfKept = () => {
      if (!device || sheet.isKept()) loadTools();
    },
    renew = () => {
      if (sheet.tools) return;
      sheet.load();
      loadIfKept();
    };
  sheets.push(sheet);
  for (const form of forms)
    for (const type of ['focusin', 'change', 'click'])
      form.addEventListener(type, ({ target }) => {
        if (sheet.tools) return;
        if (type === 'click') pressed = /** @type {Element} */ (target).closest('button') ?? pressed;
        loadTools();
      });
  // A finger on its way past it uses nothing.
  sheet.panel.addEventListener('pointerenter', ({ pointerType }) => {
    if (pointerType === 'mouse') loadTools();
  });
  // What another tab has changed; what has been changed while the page was left for another one.
  window.addEventListener('storage', ({ key }) => key?.startsWith(sheet.key('', '')) && renew());
  window.addEventListener('pageshow', ({ persisted }) => persisted && renew());
  loadIfKept();
}
