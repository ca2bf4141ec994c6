/**
 * Deliberate mistakes in the overlay, each as a change of its bundled source text, and the pages that must notice. A change
 * that finds nothing to replace is an error: the list follows the code or fails.
 */
export interface Weakening {
  readonly name: string;
  readonly weaken: (source: string) => string;
  readonly late?: true; // registered for document_idle
  readonly guard?: false; // the panel's click guard is left out
  readonly caughtBy: readonly string[];
}

const swap =
  (...changes: readonly (readonly [RegExp | string, string])[]) =>
  (source: string): string =>
    changes.reduce((text, [from, to]) => {
      const changed = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
      if (changed === text) throw new Error(`nothing to weaken: ${String(from)}`);
      return changed;
    }, source);
const add =
  (code: string) =>
  (source: string): string =>
    `${source}\n;(() => {${code}})();`;
const TRUST = [/(\w+)\.isTrusted/, 'true'] as const;
/** Runs once the overlay is there. */
const later = (code: string): string => `setTimeout(() => {${code}}, 500)`;

export const WEAKENINGS: readonly Weakening[] = [
  {
    name: 'open root',
    weaken: swap(['mode: "closed"', 'mode: "open"']),
    caughtBy: ['plain', 'sniffing-styles', 'quirks', 'xhtml'],
  },
  {
    name: 'panel drawn in the page instead of a frame',
    weaken: swap(['document.createElement("iframe")', 'document.createElement("input")']),
    caughtBy: ['key-logger', 'scroll-jacking', 'opens-a-menu'],
  },
  {
    name: 'root attached after the page saw the element',
    weaken: add(
      later(
        `const e=document.createElement('abcdef-ghijklmn');document.documentElement.append(e);setTimeout(()=>{try{e.attachShadow({mode:'closed'})}catch{}},200)`,
      ),
    ),
    caughtBy: ['shadow-patch'],
  },
  {
    name: "runs code in the page's own world",
    weaken: add(
      later(
        `const s=document.createElement('script');s.textContent="document.createElementNS('x','y')";document.documentElement.append(s);s.remove()`,
      ),
    ),
    caughtBy: ['patched-builtins', 'no-policy-at-all'],
  },
  {
    name: 'leaves a global',
    weaken: add(
      `document.addEventListener('DOMContentLoaded',()=>{const s=document.createElement('script');s.textContent='window.agentPhone=1';document.documentElement.append(s);s.remove()})`,
    ),
    caughtBy: ['plain', 'drops-sheets'],
  },
  {
    name: 'talks to the page',
    weaken: add(later(`window.top.postMessage('hello','*')`)),
    caughtBy: ['plain', 'rtl'],
  },
  {
    name: "asks the page's server",
    weaken: add(later(`fetch('/beacon').catch(()=>0)`)),
    caughtBy: ['plain', 'huge-font'],
  },
  {
    name: 'marks the page',
    weaken: add(later(`document.documentElement.setAttribute('data-overlay','1')`)),
    caughtBy: ['plain', 'sniffing-styles'],
  },
  {
    name: 'wraps numbers in elements',
    weaken: add(
      later(
        `const t=document.querySelector('li')?.firstChild;if(t){const e=document.createElement('b');t.before(e);e.append(t)}`,
      ),
    ),
    caughtBy: ['plain', 'animates-us', 'steals-focus', 'cancels-popovers'],
  },
  {
    name: 'says its name in the sheet',
    weaken: swap(['@media screen{', '@media screen{.agent-phone{}']),
    caughtBy: ['sniffing-styles'],
  },
  { name: 'scripted events count', weaken: swap(TRUST), caughtBy: ['synthetic-events', 'spoofed-life'] },
  {
    name: 'invisible links call',
    weaken: swap([/function readable\(element\) \{/, 'function readable(element) { return true;']),
    caughtBy: ['hidden-link', 'lying-link'],
  },
  {
    name: 'links call whatever they show',
    weaken: swap(
      [/function showsNumber\((\w+), (\w+)\) \{/, 'function showsNumber($1, $2) { return true;'],
      [/function readable\(element\) \{/, 'function readable(element) { return true;'],
    ),
    caughtBy: ['lying-link', 'marked-by-page'],
  },
  {
    name: 'the chip takes any click',
    weaken: swap([/if \(!steady \|\| !seen[^)]*\)+ \{/, 'if (false) {']),
    caughtBy: ['selects-under-pointer', 'covers-chip'],
  },
  {
    name: 'the chip does not look',
    weaken: swap([/seen = last\?\.isVisible !== false/, 'seen = true']),
    caughtBy: ['covers-chip'],
  },
  { name: 'the panel has no guard', weaken: (source) => source, guard: false, caughtBy: ['covers-panel'] },
  {
    name: 'no closed style',
    weaken: swap([
      'all:initial!important;display:block!important;position:fixed!important',
      'position:fixed',
    ]),
    caughtBy: ['css-flood', 'animates-us'],
  },
  {
    name: 'not in the top layer',
    weaken: swap([/element\.showPopover\(\)/, '0'], [/element\.matches\(":popover-open"\)/, 'true']),
    caughtBy: ['fades', 'transforms', 'clips'],
  },
  { name: "stays under the page's menus", weaken: swap(['host.lift()', '0']), caughtBy: ['opens-a-menu'] },
  { name: "follows the page's zoom", weaken: swap(['String(1 / zoom)', '"1"']), caughtBy: ['zooms'] },
  {
    name: 'never gives up',
    weaken: swap(['MAX_RETURNS = 8', 'MAX_RETURNS = 1e9']),
    caughtBy: ['removes-us', 'writes-on-us'],
  },
  {
    name: 'lets the page write on us',
    weaken: swap([/written\.observe\(element/, 'false && written.observe(element']),
    caughtBy: ['writes-once'],
  },
  {
    name: 'never moves into a dialog',
    weaken: swap([
      /return modals\.findLast\([\s\S]*?\?\? document\.documentElement;/,
      'return document.documentElement;',
    ]),
    caughtBy: ['modal-for-ever', 'covers-by-dialog'],
  },
  {
    name: 'does not begin again after document.write',
    weaken: swap(['return events.onReplaced()', 'return']),
    caughtBy: ['replaces-document'],
  },
  {
    name: 'one long slice',
    weaken: swap(
      ['SLICE_MS = 5', 'SLICE_MS = 1e5'],
      ['REST_FACTOR = 12', 'REST_FACTOR = 0'],
      ['MIN_REST_MS = 100', 'MIN_REST_MS = 0'],
      ['found.sweep();', 'found.sweep(); for (const t0 = performance.now(); performance.now() - t0 < 80; );'],
    ),
    caughtBy: ['infinite-mutation'],
  },
  {
    name: 'frame with credentials',
    weaken: swap(['frame.setAttribute("credentialless", "")', '0']),
    caughtBy: ['isolated'],
  },
  {
    name: 'starts after the page was parsed, and knows one name only',
    weaken: swap(['[globalThis.chrome, globalThis.browser].find(usable)', 'globalThis.chrome']),
    late: true,
    caughtBy: ['clobbered'],
  },
  {
    name: 'the chip comes up under the pointer and takes any click',
    weaken: swap(
      [/if \(!steady \|\| !seen[^)]*\)+ \{/, 'if (false) {'],
      [
        /const box = chipBox\(offer\.at/,
        'const box = chipBox({ left: pointer.x - 20, top: pointer.y - 8, width: 0, height: 16 }',
      ],
    ),
    caughtBy: ['moves-number'],
  },
  {
    name: 'gives up on long pages',
    weaken: swap([/if \((\w+) % CHECK_EVERY === 0\) yield;/, 'if ($1 > 2000) return;']),
    caughtBy: ['hundred-thousand'],
  },
  {
    name: 'sizes in rem',
    weaken: swap(['height:48px;min-width:48px', 'height:3rem;min-width:3rem']),
    caughtBy: ['huge-font'],
  },
  {
    name: 'mounts in any document',
    weaken: swap([
      /!HTML_TYPES\.has\(document\.contentType\) \|\| !\(document\.documentElement instanceof HTMLElement\)/,
      'false',
    ]),
    caughtBy: ['svg', 'xml'],
  },
];
