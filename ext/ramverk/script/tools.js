// @ts-check
'use strict';
/* The tools of a sheet, and what follows from its answers: sheets, files, results, rows of the user's own, what is undone.
 *
 * Loaded when they are needed (sheet.js). What the core has kept until then stays as it is. */

/** What is kept of a framework. @param {string} framework */
const keptOf = (framework) =>
  Object.keys(device ?? {})
    .map((key) => key.split(':'))
    .filter(([start, id]) => start === 'ramverk' && id === framework)
    .map(([, , sheet, ...name]) => ({ sheet, name: name.join(':') }));

class Tools {
  #sheet;
  #fillable;
  /** @type {Record<string, string>} */
  #renamed;
  /** Sections of which the page shows all rows. @type {Set<string>} */
  #whole = new Set();
  /** Where the result of a section is shown. @type {Map<string, HTMLElement[]>} */
  #results = new Map();
  /** @type {Map<string, Criterion>} */
  #criteria = new Map();
  /** @type {Step[]} */
  #history = [];
  #frame = 0;
  #timer = 0;
  #noticeTimer = 0;
  #content = /** @type {DocumentFragment} */ (templates[1].content.cloneNode(true));
  #dialog = /** @type {HTMLDialogElement} */ (all(this.#content, 'dialog')[0]);
  #file = /** @type {HTMLInputElement} */ (all(this.#content, '[type=file]')[0]);
  #undo = all(this.#content, '[data-place=files] [value=undo]')[0];
  #select;

  /** @param {Sheet} sheet */
  constructor(sheet) {
    const { sections = '', renamed = '{}' } = sheet.about;
    this.#sheet = sheet;
    this.#fillable = sections.split(' ');
    this.#renamed = JSON.parse(renamed);
    this.#select = /** @type {HTMLSelectElement} */ (all(sheet.panel, 'select')[0]);
    for (const form of sheet.forms) this.#readForm(form);
    for (const [path, { title }] of this.#criteria) {
      const row = sheet.rows.get(path);
      if (row) row.title = () => title().map(words).join('');
    }
    for (const section of sheet.sections.values())
      for (const { add } of section.tables) add.onclick = () => this.#addOwn(section);
    this.#addTools();
    sheet.tools = this;
    this.#load(sheet.versionBefore);
    if (!device || sheet.unsaved.size) this.#cannotSave();
    else if (sheet.isRestored) this.#tell('restored');
    else if (!sheet.exported) this.#later();
    window.addEventListener('storage', (event) => this.#changedElsewhere(event));
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) this.#load();
    });
    document.addEventListener('visibilitychange', () => this.#checkDevice());
  }

  // --- what the page shows ------------------------------------------------------------------

  /** @param {HTMLFormElement} form */
  #readForm(form) {
    const { section: id = '', compact } = form.dataset,
      results = all(form, '[data-result]'),
      around = form.closest('[data-criterion]');
    if (compact === undefined) this.#whole.add(id);
    if (!this.#results.get(id)?.length) this.#results.set(id, results);
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
  }
  /** Whether a field on the page shows this value. @param {string} name */
  #shows(name) {
    const controls = this.#sheet.controls.get(name);
    return controls?.some((control) => !isTick(control) || control.value === this.#sheet.data.get(name));
  }
  /** What a field is called. @param {string} name */
  #label(name) {
    const control = this.#sheet.controls.get(name)?.[0],
      label = control?.ariaLabel ?? `${pathOf(name)} – ${say(`column-${columnOf(name)}`)}`;
    if (control?.type !== 'radio') return label;
    return name.endsWith(':answer')
      ? (this.#sheet.rows.get(pathOf(name))?.title() ?? name)
      : label.replace(/: [^:]*$/, '');
  }

  /** A value as its reader knows it. @param {string} name @param {string} [value] */
  #said(name, value = '') {
    if (value === 'true' && name.endsWith(':done')) return '✕';
    const control = this.#sheet.controls
      .get(name)
      ?.find((each) => each.type === 'radio' && each.value === value);
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
    const title = () => this.#sheet.data.get(`${path}:label`) ?? `${say('own-row')} ${own}`;
    for (const { blanks, tokens, labels } of section.tables) {
      const view = /** @type {HTMLTableRowElement} */ (blanks[0].cloneNode(true));
      view.hidden = false;
      view.className = 'ramverk-own-filled';
      view.dataset.row = path;
      const next = section.rows
        .find((row) => row.own > own)
        ?.views.find((each) => each.parentNode === blanks[0].parentNode);
      (next ?? blanks[0]).before(view);
      this.#sheet.readRow(view, section, tokens, labels, title);
      const row = /** @type {Row} */ (this.#sheet.rows.get(path));
      row.own = own;
      for (const control of all(view, '.ramverk-field-label textarea')) control.ariaLabel = say('own-row');
      for (const cell of all(view, '.ramverk-field-label'))
        cell.append(button(say('remove-row'), () => this.#removeOwn(row), 'ramverk-remove'));
    }
    section.rows.sort((a, b) => a.own - b.own);
    this.#fitBlanks(section);
    if (!number) this.#sheet.controls.get(`${path}:label`)?.[0].focus();
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
    for (const name of names) this.#sheet.controls.delete(name);
    for (const view of views) view.remove();
    this.#sheet.rows.delete(path);
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
    return ownNumber(path) > 0 && Boolean(this.#sheet.sections.get(path.split('/')[0])?.tables.length);
  }
  #showOwn() {
    for (const name of this.#answers()
      .filter((each) => this.#hasOwn(each))
      .sort()) {
      const path = pathOf(name),
        section = this.#sheet.sections.get(path.split('/')[0]);
      if (section && !this.#sheet.rows.has(path)) this.#addOwn(section, ownNumber(path));
    }
  }

  // --- keeping ------------------------------------------------------------------------------

  #answers() {
    return [...this.#sheet.data.keys()].filter(isAnswer);
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
    return (mark ? this.#sheet.rows.has(path) : this.#sheet.controls.has(now) || this.#hasOwn(now))
      ? now
      : name;
  }
  /** Makes a field for words or a date fit for a value. @param {Control} control @param {string} value */
  fit(control, value) {
    // What is no day of the calendar is shown as it was written.
    if (control instanceof HTMLInputElement && /:(due|date)$/.test(control.name))
      control.type =
        !value || (value > '0001' && new Date(value).toJSON()?.slice(0, 10) === value) ? 'date' : 'text';
    const place = control.parentElement,
      direction = directionOf(value);
    if (place && place.dir !== direction) place.dir = direction;
  }
  /** What has become of it is said. @param {number} before how many answers were not on the device */
  saved(before) {
    if (this.#sheet.unsaved.size) this.#cannotSave();
    else if (before && this.#sheet.notice.matches('.ramverk-alarm')) this.#sheet.notice.hidden = true;
  }
  #cannotSave() {
    this.#notify('cannot-save', {}, 'saveJson', true);
  }
  /** @param {string} [before] the version that was answered, when it is not the one that is kept */
  #load(before) {
    const { data, former, unsaved } = this.#sheet;
    this.#sheet.load();
    const kept = new Map([...data].filter(([name]) => !unsaved.has(name)));
    for (const [name, value] of kept) {
      const now = this.#current(name);
      if (now === name || kept.has(now) || data.has(now)) continue;
      data.delete(name);
      data.set(now, value);
      former.set(now, name);
    }
    this.#readHistory(data.get('@history'));
    this.#compareVersions(before ?? data.get('@version'));
    this.#refresh();
  }
  /** @param {string | undefined} before */
  #compareVersions(before) {
    if (before && before !== this.#sheet.version && this.#answers().length)
      this.#notify('other-version', { before, now: this.#sheet.version });
  }
  /** Tells when something else has emptied the device while the page was open. */
  #checkDevice() {
    if (
      document.hidden ||
      !device ||
      !this.#answers().some((name) => !this.#sheet.unsaved.has(name)) ||
      keptOf(this.#sheet.framework).some(({ sheet }) => sheet === this.#sheet.id)
    )
      return;
    for (const name of this.#sheet.data.keys()) this.#sheet.unsaved.add(name);
    this.#sheet.exported = false;
    this.#notify('evicted', {}, 'saveJson keep', true);
  }

  // --- changes ------------------------------------------------------------------------------

  /** What follows from a change of a field. @param {Row | undefined} row */
  changed(row) {
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
    const before = Object.fromEntries(
      Object.keys(next).map((name) => [name, this.#sheet.data.get(name) ?? '']),
    );
    for (const [name, value] of Object.entries(next)) this.#sheet.put(name, value);
    this.#sheet.exported = false;
    this.#sheet.save();
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
      device?.setItem(this.#sheet.key('@history'), JSON.stringify(this.#history));
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
    const start = this.#sheet.key(''),
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
    if (this.#sheet.unsaved.has(name)) return;
    const own = this.#sheet.rows.get(pathOf(name));
    if (own?.own && newValue && !own.names.some((each) => this.#sheet.data.has(each))) {
      // Another tab has begun a row of the same number: the empty one here moves on.
      const isBusy = own.views.some((view) => view.contains(document.activeElement));
      this.#dropOwn(own);
      this.#addOwn(own.section, own.own);
      if (isBusy) this.#addOwn(own.section);
    }
    const busy = this.#sheet.controls
      .get(name)
      ?.find((control) => control === document.activeElement && !isTick(control));
    if (busy && busy.value !== (newValue ?? ''))
      this.#notify('other-tab', { field: this.#label(name), text: newValue ?? '' });
    if (!this.#sheet.controls.has(name) || this.#sheet.former.has(name)) this.#load();
    else {
      if (newValue) this.#sheet.data.set(name, newValue);
      else this.#sheet.data.delete(name);
      this.#sheet.show(name, busy);
    }
    const row = this.#sheet.rows.get(pathOf(name));
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
    const has = this.#sheet.data.get(`${path}:${state}`),
      quality = this.#sheet.data.get(`${path}:${state}-quality`) ?? '';
    if (has === 'no') return 0;
    return has && this.#isQuality(quality, section) ? +quality : null;
  }
  /** @param {Row} row */
  #refreshRow(row) {
    const { path, digest, section, names, views } = row,
      digestThen = this.#sheet.data.get(`#${path}`);
    const isReworded =
      digestThen &&
      digest &&
      digestThen !== digest &&
      names.some((name) => this.#sheet.data.has(name) && this.#shows(name));
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
              this.#sheet.put(`#${path}`, digest);
              this.#sheet.save();
              this.#refreshRow(row);
              this.#sheet.controls.get(names[0])?.[0].focus();
            }),
          ),
        );
    }
    if (!section.max) return;
    const [isPresent, isDesired] = ['present', 'desired'].map((state) =>
      this.#sheet.data.get(`${path}:${state}`),
    );
    row.present = this.#level(row, 'present');
    row.desired = this.#level(row, 'desired');
    row.gap =
      isDesired === 'yes' && row.present !== null && row.desired !== null ? row.desired - row.present : null;
    let isWrong = false;
    for (const [state, has] of [
      ['present', isPresent],
      ['desired', isDesired],
    ])
      for (const control of this.#sheet.controls.get(`${path}:${state}-quality`) ?? []) {
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
    for (const name of this.#sheet.controls.keys()) this.#sheet.show(name);
    for (const row of this.#sheet.rows.values()) this.#refreshRow(row);
    this.#listSheets();
    this.#paint();
  }
  /** What need not happen inside the event happens once a frame. */
  #later() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#sheet.unsaved.size) this.#tell('saved');
    }, 800);
  }
  #paint() {
    this.#frame = 0;
    let done = 0,
      total = 0;
    for (const section of this.#sheet.sections.values()) {
      const rows = section.rows.filter(
        (row) => !row.own || row.names.some((name) => this.#sheet.data.has(name)),
      );
      done += rows.filter((row) => this.#isDone(row)).length;
      total += rows.length;
      this.#drawResult(section, rows);
    }
    const bar = /** @type {HTMLProgressElement} */ (all(this.#sheet.panel, 'progress')[0]),
      last = this.#history[this.#history.length - 1];
    bar.max = total || 1;
    bar.value = done;
    all(this.#sheet.panel, '.ramverk-count')[0].textContent = say('progress', { done, all: total });
    this.#undo.hidden = !last;
    this.#undo.textContent = last && `${say(last.way)}: ${say(`${last.what}-step`)}`;
    this.#listLeftovers();
  }
  /** There, and not wished for. @param {Row} row */
  #isOffer({ path }) {
    return (
      this.#sheet.data.get(`${path}:present`) === 'yes' && this.#sheet.data.get(`${path}:desired`) === 'no'
    );
  }
  /** @param {Row} row */
  #isDone({ path, section, gap, present }) {
    if (section.max)
      return gap !== null || (this.#sheet.data.get(`${path}:desired`) === 'no' && present !== null);
    return (
      this.#sheet.data.get(`${path}:done`) === 'true' ||
      section.answers.has(this.#sheet.data.get(`${path}:answer`) ?? '')
    );
  }
  /** Draws the result of a section again where it has changed. @param {Section} section @param {Row[]} rows */
  #drawResult(section, rows) {
    const { id, answers, max } = section,
      answerOf = (/** @type {Row} */ { path }) =>
        this.#sheet.data.get(`${path}:${answers.size ? 'answer' : 'done'}`) ?? '';
    const criteria = [...this.#criteria.values()].filter(({ path }) => path.startsWith(`${id}/`));
    const gaps = rows
      .flatMap(({ gap, present, desired, title }) =>
        gap == null ? [] : [{ gap, present: present ?? 0, desired: desired ?? 0, title: title() }],
      )
      .sort((a, b) => b.gap - a.gap);
    const offers = rows.filter((row) => this.#isOffer(row)).map(({ title }) => title());
    const text = JSON.stringify([gaps, offers, rows.map(answerOf)]);
    for (const place of this.#results.get(id) ?? []) {
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
          ? !this.#fillable.includes(section) || this.#whole.has(section) || this.#sheet.controls.has(name)
          : !/^:(organisation|group|respondent|date)$/.test(name);
      })
      .sort();
    const place = /** @type {HTMLElement} */ (all(this.#sheet.panel, '.ramverk-leftovers')[0]);
    place.hidden = !left.length;
    all(place, 'summary span')[0].textContent = `${left.length}`;
    all(place, 'dl')[0].replaceChildren(
      ...left
        .slice(0, 500)
        .flatMap((name) => [
          el('dt', { textContent: this.#label(name) }),
          el('dd', {}, el('bdi', { textContent: this.#said(name, this.#sheet.data.get(name)) })),
        ]),
    );
  }

  // --- the sheets and their tools -------------------------------------------------------------

  #addTools() {
    const { panel, notice } = this.#sheet,
      menu = /** @type {HTMLDetailsElement} */ (all(panel, 'details')[0]),
      places = { menu: all(menu, 'div')[0], files: all(panel, '.ramverk-tools')[1], notice };
    for (const [name, place] of Object.entries(places))
      place.append(...all(this.#content, `[data-place=${name}] > *`));
    notice.append(all(notice, '[value=close]')[0]);
    notice.hidden = true;
    panel.append(all(this.#content, '.ramverk-leftovers')[0]);
    document.body.append(this.#dialog);
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
          [...this.#sheet.data].filter(([name]) => name[0] !== '@'),
        ),
      clear: () =>
        this.#replace(
          'cleared',
          Object.fromEntries(
            [...this.#sheet.data.keys()].filter((name) => name[0] !== '@').map((name) => [name, '']),
          ),
        ),
      remove: () => this.#remove(),
      saveJson: () => this.#download('json', writeJson(this.#file_())),
      saveCsv: () => this.#download('csv', this.#csv()),
      choose: () => this.#file.click(),
      print: () => window.print(),
      undo: () => this.#undoLast(),
      keep: () => this.#sheet.save(),
      close: () => {
        this.#sheet.notice.hidden = true;
      },
    };
    const act = (/** @type {MouseEvent} */ event) => {
      const pressed = /** @type {Element} */ (event.target).closest('button');
      if (!pressed) return;
      if (menu.contains(pressed)) closeMenu(); // so that a dialog gives the focus back to what is seen
      actions[pressed.value]?.();
      if (this.#sheet.notice.contains(pressed) && !pressed.checkVisibility() && !event.detail)
        this.#refocus();
    };
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
    panel.addEventListener('click', act);
    notice.onclick = act;
  }
  /** A button that goes while it has the focus leaves it to one that stays, or to the field in use before. */
  #refocus() {
    const field = this.#sheet.used?.isConnected ? this.#sheet.used : this.#select;
    (this.#sheet.notice.hidden ? field : all(this.#sheet.notice, '[value=close]')[0]).focus();
  }
  /** @param {string} key @param {Record<string, string | number>} [details] */
  #tell(key, details) {
    this.#sheet.status.textContent = say(key, details);
  }
  /** Says it where it is seen, wherever on the page. @param {string} key @param {Record<string, string | number>} [details] @param {string} [offered] actions @param {boolean} [alarm] */
  #notify(key, details, offered = '', alarm = false) {
    this.#tell(key, details);
    if (!alarm && this.#sheet.unsaved.size) return; // an alarm stays
    this.#sheet.notice.classList.toggle('ramverk-alarm', alarm);
    for (const each of all(this.#sheet.notice, 'button'))
      each.hidden = !`${offered} close`.includes(/** @type {HTMLButtonElement} */ (each).value);
    this.#sheet.notice.hidden = false;
    all(this.#sheet.notice, 'p')[0].textContent = say(key, details);
    // The panel goes on saying it, and offers to undo.
    clearTimeout(this.#noticeTimer);
    if (!alarm)
      this.#noticeTimer = setTimeout(() => {
        if (!this.#sheet.notice.matches(':hover, :focus-within')) this.#sheet.notice.hidden = true;
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
      this.#sheet.id,
      ...keptOf(this.#sheet.framework)
        .map(({ sheet }) => sheet)
        .filter(Boolean),
    ]);
    return [...ids].sort().map((id, i) => ({
      id,
      name:
        (id === this.#sheet.id
          ? this.#sheet.data.get('@name')
          : device?.getItem(this.#sheet.key('@name', id))) || `${say('sheet')} ${i + 1}`,
    }));
  }
  #title() {
    return this.#sheets().find(({ id }) => id === this.#sheet.id)?.name ?? '';
  }
  #listSheets() {
    this.#select.replaceChildren(
      ...this.#sheets().map(({ id, name }) =>
        el('option', { value: id, textContent: name, dir: 'auto', selected: id === this.#sheet.id }),
      ),
    );
  }
  /** @param {string} id */
  #open(id) {
    // What could not be kept is nowhere else.
    if (this.#sheet.unsaved.size) {
      this.#listSheets();
      this.#cannotSave();
      return false;
    }
    this.#sheet.id = id;
    try {
      for (const area of [sessionStorage, device]) area?.setItem(this.#sheet.key('@open', ''), id);
    } catch {
      /* the first sheet next time */
    }
    this.#sheet.data.clear();
    for (const row of [...this.#sheet.rows.values()]) if (row.own) this.#dropOwn(row);
    this.#sheet.notice.hidden = true;
    this.#load();
    this.#tell('opened', { name: this.#title() });
    return true;
  }
  /** Begins a sheet. @param {string} name @param {[string, string][]} [data] */
  #start(name, data = []) {
    return (
      name &&
      this.#open(Date.now().toString(36)) &&
      this.#write({ ...Object.fromEntries(data), '@name': name, '@version': this.#sheet.version })
    );
  }
  async #remove() {
    const choice = await this.#ask('remove', [
      el('dt', { textContent: this.#title() }),
      el('dd', { textContent: say('answers', { count: this.#answers().length }) }),
    ]);
    if (!choice) return;
    for (const { sheet, name } of keptOf(this.#sheet.framework))
      if (choice === 'all' || sheet === this.#sheet.id) device?.removeItem(this.#sheet.key(name, sheet));
    this.#sheet.unsaved.clear();
    this.#sheet.data.clear();
    this.#open(this.#sheets().find(({ id }) => id !== this.#sheet.id)?.id ?? '1');
    this.#tell('removed');
  }

  // --- files --------------------------------------------------------------------------------

  /** @param {string} kind @param {string} text */
  #download(kind, text) {
    const parts = [
      this.#sheet.framework.replace(/.*\//, ''),
      this.#sheet.data.get('@name'),
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
    this.#sheet.exported = true;
    this.#tell('saved-file', { file: download });
  }
  /** @returns {Answers} */
  #file_() {
    const answers = this.#answers(),
      paths = new Set(answers.map(pathOf));
    return {
      framework: this.#sheet.framework,
      version: this.#sheet.version,
      language,
      name: this.#sheet.data.get('@name') ?? '',
      values: new Map([...this.#sheet.data].filter(([name]) => isAnswer(name))),
      digests: new Map(
        [...this.#sheet.data]
          .filter(([name]) => name[0] === '#' && paths.has(name.slice(1)))
          .map(([name, digest]) => [name.slice(1), digest]),
      ),
    };
  }
  #csv() {
    const { values, digests, framework, version, name } = this.#file_(),
      names = [...new Set([...this.#sheet.controls.keys(), ...[...values.keys()].sort()])];
    const fields = [...new Set([...this.#sheet.controls.keys()].filter(pathOf).map(columnOf))],
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
        this.#sheet.rows.get(id)?.title() ?? (id[0] === ':' ? this.#label(id) : ''),
        ...columns.map((column) => {
          const value = values.get(column === 'value' ? id : `${id}:${column}`) ?? '';
          return column === 'done' && value === 'true' ? 'x' : value;
        }),
        `${this.#sheet.rows.get(id)?.gap ?? ''}`,
        digests.has(id) ? `#${digests.get(id)}` : '',
      ]),
    ]);
  }
  /** @param {File} file */
  async #openFile(file) {
    let found;
    try {
      found = await readFile(file);
      if (found.framework !== this.#sheet.framework)
        throw new Refusal('answers-other-framework', {
          found: found.framework,
          framework: this.#sheet.framework,
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
        (each) => isAnswer(each) && (this.#sheet.data.get(each) ?? next[each]) !== next[each],
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
                el('del', {}, el('bdi', { textContent: this.#said(each, this.#sheet.data.get(each)) })),
                isRightToLeft ? ' ← ' : ' → ',
                el('ins', {}, el('bdi', { textContent: this.#said(each, next[each]) })),
              ),
            ]),
        ])
      : 'merge';
    if (choice === 'new' && !this.#start(name || values.get(':organisation') || say('from-file'))) return;
    if (!choice) return;
    if (name && !this.#sheet.data.has('@name')) next['@name'] = name;
    this.#replace('imported', { ...next, '@version': this.#sheet.version }, { count });
    if (version !== this.#sheet.version)
      this.#tell('other-version', { before: version, now: this.#sheet.version });
  }
}

Object.assign(window, { ramverkTools: (/** @type {Sheet} */ sheet) => new Tools(sheet) });
