// @ts-check
'use strict';
/* Answer files, by the rules of answers.py: both are held to the same files in tests/data/answers. */

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
  const { framework, version, language = '', name = '', values, digests = {} } = file;
  return {
    framework: checked('framework', framework, `${ID}(/${ID})*`),
    version: checked('version', version),
    language: checked('language', language),
    name: stored('name', checked('name', name)),
    values: entries('values', values, `(${ID}(/${ID}){0,5})?:${ID}`, stored),
    digests: entries('digests', digests, PATH, (member, digest) => checked(member, digest, '[0-9a-f]{8}')),
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
            /^['=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) && !/^-?\d+$/.test(cell) ? `'${cell}` : cell;
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
    RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^${separator}\r\n]*))(${separator}|\r?\n|\r|$)`, 'g'),
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
  if (file.size > SIZE_LIMIT) throw new Refusal('answers-too-large', { size: file.size, limit: SIZE_LIMIT });
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
