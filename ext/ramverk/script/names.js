// @ts-check
'use strict';
/* Filling in checklists, steps and service tables on the page.
 *
 * The files of this folder become two classic scripts (tools/script.sh), for modules and fetch are blocked on file://.
 * Pages load the small one: `sheet` draws the fields and keeps what is typed. The other one is loaded when it is needed:
 * `answers`, `results` and `tools`. This file is part of both. Nothing leaves the device unasked. The page tells what can
 * be filled in (formats/html.py), and templates bring the tools and all texts (sphinx_ext/filling.py). */

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Control */
/**
 * @typedef {object} Section
 * @property {string} id
 * @property {Row[]} rows
 * @property {OwnTable[]} tables those that take rows of the user's own
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
/** @typedef {{ add: HTMLButtonElement, blanks: HTMLTableRowElement[], tokens: string[], labels: string[] }} OwnTable */
/** @typedef {{ path: string, phase: string, title: () => Node[] }} Criterion */
/** @typedef {{ gap: number, present: number, desired: number, title: string }} Gap */
/** @typedef {{ framework: string, version: string, language: string, name: string, values: Map<string, string>, digests: Map<string, string> }} Answers */
/** @typedef {{ what: string, way: string, before: Record<string, string> }} Step what was done, or undone, and what there was before */

/** @type {NodeListOf<HTMLTemplateElement>} */
const templates = document.querySelectorAll('template[data-texts]');
/** @type {Record<string, string>} */
const texts = Object.assign({}, ...[...templates].map((each) => JSON.parse(each.dataset.texts ?? '')));
const language = document.documentElement.lang;

/** @type {Storage | undefined} */
let device;
try {
  device = localStorage;
} catch {
  /* site data is blocked */
}

const isRightToLeft = document.documentElement.dir === 'rtl';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/** Kept apart from the words around it where the two may be of different directions. @param {string | number} text */
const isolated = (text) =>
  isRightToLeft || RIGHT_TO_LEFT.test(`${text}`) ? `\u2068${text}\u2069` : `${text}`;
/** For `dir`: of the first letter, where it is not the page's. Browsers take long to find that for long texts. @param {string} text */
const directionOf = (text) => {
  const [first] = /\p{L}/u.exec(text) ?? [];
  if (!first || RIGHT_TO_LEFT.test(first) === isRightToLeft) return '';
  return isRightToLeft ? 'ltr' : 'rtl';
};
/** @param {string} key @param {Record<string, string | number>} [details] */
const say = (key, details = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => (name in details ? isolated(details[name]) : all));
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
