/** Pages that want to know what is said and typed. */
import { CONTENT, html, type HostilePage } from '../types';

export const LISTENING: readonly HostilePage[] = [
  { name: 'plain', tries: 'nothing: an honest page', html: html('') },
  {
    name: 'key-logger',
    tries: 'hears every key at window capture before anybody else, and swallows it',
    html: html(`page_keys=[];for(const t of['keydown','keypress','keyup','beforeinput','input','compositionend','paste'])
      addEventListener(t,e=>{page_keys.push(e.key||e.data||t);e.stopImmediatePropagation()},true);`),
    check: async ({ page }) => {
      const keys = await page.evaluate(() =>
        (window as unknown as { page_keys: string[] }).page_keys.join(''),
      );
      return /[ZX]/.test(keys) ? [`it heard ${keys}`] : [];
    },
  },
  {
    name: 'shadow-patch',
    tries: "patches attachShadow, defines our element's name and reaches for its internals",
    html: html(`page_roots=[];const real=Element.prototype.attachShadow;
      Element.prototype.attachShadow=function(o){const r=real.call(this,{...o,mode:'open'});page_roots.push(r);return r};
      new MutationObserver(rs=>{for(const r of rs)for(const n of r.addedNodes)if(n.localName&&n.localName.includes('-')&&!customElements.get(n.localName)){
        customElements.define(n.localName,class extends HTMLElement{constructor(){super();try{const s=this.attachInternals().shadowRoot;if(s)page_roots.push(s)}catch{}}
          connectedCallback(){try{page_roots.push(this.attachShadow({mode:'open'}))}catch{}}})}}).observe(document.documentElement,{childList:true});`),
    check: async ({ page }) => {
      const roots = await page.evaluate(
        () => (window as unknown as { page_roots: unknown[] }).page_roots.length,
      );
      return roots > 0 ? [`it got ${roots} shadow roots`] : [];
    },
  },
  {
    name: 'patched-builtins',
    tries: 'replaces the builtins that scripts stand on',
    html: html(`page_calls=[];const spy=(o,n)=>{const f=o[n];o[n]=function(...a){page_calls.push(n);return f.apply(this,a)}};
      for(const n of['postMessage','fetch'])spy(window,n);
      spy(EventTarget.prototype,'addEventListener');spy(Array.prototype,'push');spy(Node.prototype,'appendChild');spy(Element.prototype,'append');
      spy(Document.prototype,'createElementNS');spy(Document.prototype,'createElement');spy(HTMLElement.prototype,'showPopover');spy(Promise.prototype,'then');
      window.MutationObserver=class{observe(){page_calls.push('observer')}disconnect(){}};window.IntersectionObserver=class{};window.chrome={runtime:{connect(){page_calls.push('connect')}}};
      page_calls.length=0;`),
    check: async ({ page }) => {
      const calls = await page.evaluate(() => [
        ...new Set((window as unknown as { page_calls: string[] }).page_calls),
      ]);
      const ours = calls.filter((name) =>
        ['connect', 'showPopover', 'createElementNS', 'observer', 'fetch', 'postMessage'].includes(name),
      );
      return ours.length > 0 ? [`it saw us call ${ours.join(' ')}`] : [];
    },
  },
  {
    name: 'clobbered',
    tries: 'names its elements like what scripts reach for',
    html: html(
      '',
      `${CONTENT}<form name="body"><input name="adoptedStyleSheets"></form><img name="documentElement"><img name="getSelection"><form id="chrome" name="chrome"><input name="runtime"></form><img name="createTreeWalker"><img name="fullscreenElement"><form name="querySelectorAll"></form>`,
    ),
  },
  {
    name: 'spoofed-life',
    tries: 'forges the events by which scripts live and die',
    html: html(`page_tick=setInterval(()=>{for(const t of['pagehide','pageshow','beforeunload','unload','freeze','resume','visibilitychange','prerenderingchange','fullscreenchange','resize','scroll']){
      dispatchEvent(new Event(t));document.dispatchEvent(new Event(t))}
      for(const id of['','overlay','content'])for(const t of[id+':wxt:content-script-started','wxt:content-script-started'])document.dispatchEvent(new CustomEvent(t,{detail:{contentScriptName:'overlay',messageId:'x'}}));
      postMessage({type:'wxt:content-script-started',contentScriptName:'overlay'},'*')},40);addEventListener('message',e=>e.stopImmediatePropagation(),true);`),
    dom: 'moving',
  },
  {
    name: 'sniffing-styles',
    tries: 'reads sheets, highlights and the ranges painted',
    html: html(
      `page_seen=[];setInterval(()=>{for(const s of document.adoptedStyleSheets)for(const r of s.cssRules)page_seen.push(r.cssText);for(const[n]of CSS.highlights)page_seen.push(n)},50);`,
    ),
    check: async ({ page }) => {
      const seen = await page.evaluate(() =>
        (window as unknown as { page_seen: string[] }).page_seen.join(' '),
      );
      return /phone|agent|omni|call|\d{4}/i.test(seen.replace(/#0e9384/g, ''))
        ? ['names or rules say who we are']
        : [];
    },
  },
];
