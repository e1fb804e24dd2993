// @ts-check
/* Keeps the place on the page when the language is switched: anchors are the same in every language. */
(() => {
  'use strict';
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-language]') : null;
    if (link instanceof HTMLAnchorElement) link.hash = location.hash;
  });
})();
