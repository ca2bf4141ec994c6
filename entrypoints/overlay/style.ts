/**
 * The closed root's sheet. An important rule on :host wins over the page's important rules, inline styles and animations
 * (CSS Scoping §3.3), and `all: initial` speaks for every property but direction: opacity, filter, transform, clip-path …
 * No opacity, filter or transform on anything: they make IntersectionObserver v2 call the panel "not visible".
 */
export const HOST_STYLE = `
:host{all:initial!important;display:block!important;position:fixed!important;inset:0 auto auto 0!important;width:0!important;height:0!important;
overflow:visible!important;z-index:2147483647!important;pointer-events:none!important;direction:ltr!important;color-scheme:light dark!important;
user-select:none!important;font:500 13px/1.2 system-ui,sans-serif!important}
:host::backdrop{display:none!important}
@media print{:host{display:none!important}}
*{box-sizing:border-box}
[hidden]{display:none!important}
button{all:initial;box-sizing:border-box;position:fixed;pointer-events:auto;font:inherit;cursor:pointer;display:flex;align-items:center;justify-content:center;touch-action:none}
button:focus-visible{outline:3px solid #1570ef;outline-offset:2px}
svg{display:block;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;pointer-events:none}
.launcher{--bg:#475467;height:48px;min-width:48px;padding:0 11px;gap:8px;border-radius:24px;background:var(--bg);color:#fff;
border:2px solid #fff;box-shadow:0 4px 14px #10182840;font-variant-numeric:tabular-nums;font-weight:650;font-size:14px;cursor:grab}
.launcher[data-tone=ready]{--bg:#067647}
.launcher[data-tone=ringing]{--bg:#b54708}
.launcher[data-tone=talking]{--bg:#175cd3}
.launcher[data-tone=held]{--bg:#6941c6}
.launcher[data-tone=paused]{--bg:#854a0e}
.launcher.moving{cursor:grabbing}
.panel{position:fixed;pointer-events:auto;border-radius:14px;background:Canvas;box-shadow:0 0 0 1px #98a2b34d,0 12px 32px #10182838}
.panel iframe{all:initial;display:block;width:100%;height:100%;border:0;border-radius:14px;color-scheme:light dark}
.chip{height:26px;padding:0 9px 0 7px;gap:5px;border-radius:13px;background:#067647;color:#fff;border:1px solid #fff;box-shadow:0 2px 6px #1018284d;
font-size:12.5px;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.chip.refused{background:#b42318}
@media (prefers-color-scheme:dark){.launcher,.chip{border-color:#0c111d}}
@media (forced-colors:active){.launcher,.chip,.panel{border:2px solid ButtonText}}
@media (prefers-reduced-motion:no-preference){.launcher[data-tone=ringing]{animation:ring 1.2s ease-in-out infinite}}
@keyframes ring{50%{box-shadow:0 0 0 8px #f7900955,0 4px 14px #10182840}}
`;

/** In the page's own sheet list: only paints, never moves anything; named at random per instance. */
export const highlightStyle = (name: string): string =>
  `@media screen{:root::highlight(${name}){text-decoration:underline dotted 1.5px #0e9384;text-decoration-skip-ink:none}}`;
