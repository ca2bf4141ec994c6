/** Pages that want the agent's click, or pretend to have it. */
import type { Page } from 'puppeteer';
import { centre, chipFor, clickChip, inside, textBox, until } from '../../e2e/overlay/workshop';
import { CONTENT, html, type HostilePage } from '../types';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Something of the page's in the top layer, above everything shown before, that lets clicks through. */
const cover = (style: string): string =>
  `page_c=document.createElement('div');page_c.popover='manual';page_c.textContent='Accept cookies';page_c.style.cssText=${JSON.stringify(style)};document.body.append(page_c);
   page_cover=()=>setInterval(()=>{if(!page_c.isConnected)return;page_c.hidePopover();page_c.showPopover()},90);`;
const raise = async (page: Page): Promise<void> => {
  await page.evaluate(() => (window as unknown as { page_cover(): void }).page_cover());
  await pause(1600); // the page wins that race
};

export const CLICKING: readonly HostilePage[] = [
  {
    name: 'synthetic-events',
    tries: 'clicks links, numbers and our element by script, with every event there is',
    html: html(`page_t=setInterval(()=>{const ours=document.querySelector('html>[popover]');
      for(const e of[ours,document.getElementById('tel'),document.querySelector('li')])if(e){e.click();
        for(const t of['pointerover','pointermove','pointerdown','mousedown','pointerup','mouseup','click','dblclick'])e.dispatchEvent(new PointerEvent(t,{bubbles:true,composed:true,cancelable:true,clientX:innerWidth-36,clientY:innerHeight-80,button:0,detail:1}));
        for(const k of['Enter',' '])for(const t of['keydown','keypress','keyup'])e.dispatchEvent(new KeyboardEvent(t,{key:k,code:k,bubbles:true,composed:true}))}},60);
      addEventListener('click',e=>{if(!e.isTrusted)e.preventDefault()});`),
    act: () => pause(600),
    check: async ({ page }) => ((await inside(page, 'panel')) ? [] : ['the panel the person opened is gone']),
  },
  {
    name: 'hidden-link',
    tries: 'lays an invisible tel: link over everything',
    html: html(
      '',
      `${CONTENT}<a href="tel:+5491155551234" style="position:fixed;inset:0;opacity:0;z-index:9">+54 9 11 5555-1234</a>`,
    ),
    act: async ({ page }) => {
      await page.mouse.click(400, 400);
      await page.mouse.click(420, 410);
    },
  },
  {
    name: 'lying-link',
    tries: 'shows one number and dials another, or none',
    html: html(
      '',
      `${CONTENT}<p><a id="lie" href="tel:+5491155551234">0351 555-1001</a></p><p><a id="tiny" href="tel:+5491155551234" style="font-size:1px">+54 9 11 5555-1234</a></p><p><a id="pale" href="tel:+5491155551234" style="color:rgba(0,0,0,0)">+54 9 11 5555-1234</a></p>`,
    ),
    act: async ({ page }) => {
      for (const id of ['lie', 'tiny', 'pale'])
        await page.mouse.click(
          ...centre(await page.$eval(`#${id}`, (e) => e.getBoundingClientRect().toJSON() as DOMRect)),
        );
    },
  },
  {
    name: 'selects-under-pointer',
    tries: 'selects a number by script so that our chip comes up under the resting pointer',
    html: html(`page_go=(x,y)=>{const s=document.createElement('span');s.textContent='0351 555-1001';s.style.cssText='position:fixed;left:'+(x-150)+'px;top:'+(y-8)+'px';document.body.append(s);
      getSelection().selectAllChildren(s);setTimeout(()=>s.style.visibility='hidden',400)}`),
    dom: 'moving',
    act: async ({ page }) => {
      await page.mouse.move(500, 500);
      await page.evaluate(() =>
        (window as unknown as { page_go(x: number, y: number): void }).page_go(500, 500),
      );
      await until('the chip', () => inside(page, 'chip'));
      await pause(400);
      await page.mouse.move(501, 500); // a hand trembles
      await page.mouse.click(501, 500);
    },
  },
  {
    name: 'moves-number',
    tries: 'puts a number under the pointer of an agent who is about to click',
    html: html(
      `page_go=(x,y)=>{const l=document.querySelector('li');l.style.cssText='position:fixed;margin:0;left:'+(x-60)+'px;top:'+(y-8)+'px;width:300px'}`,
    ),
    dom: 'moving',
    act: async ({ page }) => {
      await page.mouse.move(500, 480);
      await page.mouse.move(500, 500);
      await page.evaluate(() =>
        (window as unknown as { page_go(x: number, y: number): void }).page_go(500, 500),
      );
      await page.mouse.move(501, 500); // a hand trembles
      await pause(400);
      await page.mouse.click(501, 500);
    },
  },
  {
    name: 'covers-chip',
    tries: 'draws something else over the chip and lets the click through',
    html: html(
      `${cover('position:fixed;inset:auto;left:0;top:0;width:800px;height:420px;margin:0;background:#fff;pointer-events:none;border:0')}`,
    ),
    dom: 'moving',
    act: async ({ page }) => {
      await chipFor(page, '(0351) 555-1001');
      await raise(page);
      await clickChip(page);
      await page.evaluate(() => (window as unknown as { page_c: Element }).page_c.remove());
    },
  },
  {
    name: 'covers-panel',
    tries: 'draws "Accept cookies" over Answer and lets the click through',
    html: html(
      cover(
        'position:fixed;inset:0;width:100%;height:100%;margin:0;background:#fff;pointer-events:none;border:0',
      ),
    ),
    dom: 'moving',
    answer: 'refused',
    act: ({ page }) => raise(page),
  },
  {
    name: 'opens-a-menu',
    tries: 'nothing: it opens a menu in the top layer, as honest pages do',
    html: html(
      `document.getElementById('m').showPopover()`,
      `${CONTENT}<div id="m" popover="manual" style="inset:auto;left:20px;top:300px;margin:0">Menu</div>`,
    ),
    act: ({ page }) =>
      page.evaluate(() => {
        const m = document.getElementById('m');
        m?.hidePopover();
        m?.showPopover();
      }),
  },
  {
    name: 'covers-by-dialog',
    tries: 'draws a see-through modal over everything',
    html: html(
      `document.getElementById('d').showModal()`,
      `${CONTENT}<dialog id="d" style="position:fixed;inset:0;width:100vw;height:100vh;max-width:none;max-height:none;margin:0;border:0;opacity:.01;background:#fff">modal</dialog>`,
    ),
    dom: 'moving', // we stand in the dialog, and are painted above it: the person sees what is clicked
  },
  {
    name: 'marked-by-page',
    tries: 'marks its whole body as a number to call',
    html: html(
      '',
      `<div data-agent-phone-number="1155551234" style="position:fixed;inset:0">${CONTENT}</div>`,
    ),
    act: async ({ page }) => {
      await page.mouse.click(600, 500);
      await page.mouse.click(...centre(await textBox(page, 'CRM')));
    },
  },
];
