/** Pages that style, hide, move or remove what isn't theirs, and pages of unusual kinds. */
import { inside, until } from '../../e2e/overlay/workshop';
import { CONTENT, html, type HostilePage } from '../types';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** The launcher is where and as large as it was drawn. */
const inPlace: HostilePage['check'] = async ({ page }) => {
  const box = await inside(page, 'launcher');
  const right = box && Math.abs(box.width - 48) < 1 && Math.abs(box.x + box.width - (1280 - 12)) < 1;
  return right ? [] : [`the launcher is at ${JSON.stringify(box)}`];
};

const styled = (name: string, tries: string, css: string): HostilePage => ({
  check: inPlace,
  name,
  tries,
  html: html('', CONTENT, `<style>${css}</style>`),
});
const war = (name: string, tries: string, attack: string): HostilePage => ({
  name,
  tries,
  html: html(
    `new MutationObserver(()=>{for(const e of document.querySelectorAll('html>[popover]')){${attack}}}).observe(document,{childList:true,subtree:true,attributes:true});`,
  ),
  overlay: 'leaves',
});

export const SHAPING: readonly HostilePage[] = [
  styled(
    'css-flood',
    'unsets and hides every element',
    '*,*::before,:popover-open{all:unset!important;display:none!important;opacity:0!important;visibility:hidden!important;transform:scale(0)!important;position:static!important;width:0!important}html,body,body *{display:block!important;opacity:1!important;visibility:visible!important;transform:none!important;width:auto!important}',
  ),
  styled(
    'fades',
    'makes html and everything on it transparent',
    'html{opacity:.01}html>*{opacity:.01!important;filter:opacity(0)!important}',
  ),
  styled(
    'transforms',
    'shrinks, turns and filters the root',
    'html{transform:scale(.3) rotate(20deg);filter:blur(3px);perspective:10px}',
  ),
  styled(
    'clips',
    'clips and masks the root',
    'html{clip-path:inset(45%);mask:linear-gradient(#0000,#0000);contain:paint;overflow:hidden}',
  ),
  styled('zooms', 'zooms the root away', 'html{zoom:.2}'),
  styled(
    'rtl',
    'runs from right to left',
    'html{direction:rtl;unicode-bidi:bidi-override;writing-mode:vertical-rl}',
  ),
  styled(
    'huge-font',
    'makes every rem 80 px',
    'html{font-size:80px!important;line-height:3!important;letter-spacing:9px!important}',
  ),
  {
    name: 'animates-us',
    tries: 'animates our element away, again and again',
    html: html(
      `setInterval(()=>{const e=document.querySelector('html>[popover]');if(e&&!e.getAnimations().length)e.animate([{opacity:0,transform:'translate(-9999px)',visibility:'hidden',display:'none'}],{duration:1e9,fill:'both'})},50);`,
    ),
  },
  war('removes-us', 'removes whatever it did not make', 'e.remove()'),
  war(
    'writes-on-us',
    'makes our element inert, hidden and styled, again and again',
    "if(!e.inert)e.inert=true;if(!e.hidden)e.hidden=true;e.style.display='none'",
  ),
  {
    name: 'writes-once',
    tries: 'makes our element inert once',
    html: html(
      `setTimeout(()=>{const e=document.querySelector('html>[popover]');e.inert=true;e.hidden=true;e.popover='auto';e.style.cssText='left:-9999px!important'},900)`,
    ),
    act: () => pause(1100),
    check: async () => [],
  },
  {
    name: 'cancels-popovers',
    tries: 'cancels every popover that opens',
    html: html(`addEventListener('beforetoggle',e=>e.preventDefault(),true)`),
  },
  {
    name: 'modal-for-ever',
    tries: 'keeps a modal dialog open',
    html: html(
      `document.getElementById('d').showModal()`,
      `${CONTENT}<dialog id="d"><p>Sign in again</p><button>ok</button></dialog>`,
    ),
    dom: 'moving',
  },
  {
    name: 'replaces-document',
    tries: 'writes its document anew',
    html: html(
      `setTimeout(()=>{document.open();document.write('<!doctype html><html><body><h1>New</h1><p>Tel 0351 555-1001</p></body></html>');document.close()},700)`,
    ),
    dom: 'moving',
    act: async ({ page }) => {
      await until('the new document', () =>
        page.evaluate(() => document.querySelector('h1')?.textContent === 'New'),
      );
      await until('the launcher in it', () => inside(page, 'launcher'));
    },
  },
  {
    name: 'steals-focus',
    tries: 'takes the focus every 30 ms',
    takesFocus: true,
    html: html(`setInterval(()=>document.getElementById('own').focus(),30)`),
  },
  {
    name: 'scroll-jacking',
    tries: 'scrolls by itself and forbids the wheel',
    html: html(
      `addEventListener('wheel',e=>e.preventDefault(),{passive:false,capture:true});setInterval(()=>scrollTo(0,Math.random()*4000),30)`,
      `${CONTENT}<div style="height:5000px"></div>`,
    ),
  },
  {
    name: 'drops-sheets',
    tries: 'empties the list of sheets and highlights all the time',
    html: html(`setInterval(()=>{document.adoptedStyleSheets=[];CSS.highlights.clear()},20)`),
  },
  {
    name: 'infinite-mutation',
    tries: 'changes 100 times a second, for ever, with numbers in it',
    html: html(`page_long=0;new PerformanceObserver(l=>{page_long+=l.getEntries().length}).observe({type:'longtask'});page_n=0;
      setInterval(()=>{const p=document.createElement('p');p.textContent='Tel 0351 555-'+(1000+page_n++%9000);document.body.append(p);if(document.body.children.length>300)document.body.children[5].remove()},10)`),
    dom: 'moving',
    act: async ({ page }) => {
      await page.evaluate(() => ((window as unknown as { page_long: number }).page_long = 0));
      await pause(3000); // nobody looks into the page meanwhile: looking costs it tasks
      await page.evaluate(() =>
        Object.assign(window, { page_late: (window as unknown as { page_long: number }).page_long }),
      );
    },
    check: async ({ page }) => {
      const long = await page.evaluate(() => (window as unknown as { page_late: number }).page_late);
      return long > 0 ? [`${long} long tasks in 3 s`] : [];
    },
  },
  {
    name: 'hundred-thousand',
    tries: 'has 100,000 nodes',
    html: html(
      `page_long=[];new PerformanceObserver(l=>{for(const e of l.getEntries())page_long.push([e.startTime,e.duration])}).observe({type:'longtask'});
      document.getElementById('t').innerHTML=Array.from({length:33000},(_,i)=>'<tr><td>'+i+'<td>Cliente '+i+'<td>'+(i%20?'Pedido '+(4500000000+i):'0351 555-'+(1000+i%9000))).join('');page_built=performance.now()`,
      `${CONTENT}<table id="t"></table>`,
    ),
    dom: 'moving',
    act: async ({ page, shop }) => {
      await until('its numbers', () =>
        page.evaluate(() => [...CSS.highlights.values()].reduce((n, h) => n + h.size, 0) > 1500),
      );
      await shop.stub(() => true);
    },
  },
  {
    name: 'no-policy-at-all',
    tries: 'forbids everything by policy, with trusted types',
    html: html(''),
    headers: {
      'content-security-policy':
        "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin",
      'permissions-policy': 'microphone=(), camera=(), display-capture=(), fullscreen=()',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    },
  },
  {
    name: 'isolated',
    tries: 'is cross-origin isolated',
    html: html(''),
    headers: {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
    },
  },
  { name: 'quirks', tries: 'is in quirks mode', html: `<html><body bgcolor=white>${CONTENT}</body></html>` },
  {
    name: 'xhtml',
    tries: 'is XHTML',
    html: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>Tel 0351 555-1001</p></body></html>`,
    headers: { 'content-type': 'application/xhtml+xml' },
  },
  {
    name: 'svg',
    tries: 'is an SVG document',
    html: `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text y="20">Tel 0351 555-1001</text></svg>`,
    headers: { 'content-type': 'image/svg+xml' },
    overlay: 'none',
  },
  {
    name: 'xml',
    tries: 'is plain XML',
    html: `<?xml version="1.0"?><people><tel>0351 555-1001</tel></people>`,
    headers: { 'content-type': 'text/xml' },
    overlay: 'none',
  },
];
