/** The walk over a page: whatever it is made of, and whatever it does meanwhile, no number is passed by. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until, Workshop } from './workshop';

const number = (n: number): string => `(0351) 455-${String(1000 + n)}`;
const ROWS = 60;
const rows = (cell: (i: number) => string): string =>
  Array.from({ length: ROWS }, (_, i) => `<tr><td>${i}<td>${cell(i)}`).join('');
/** A cell or item of these keeps its number in a shadow root. */
const CARDS = `<script>customElements.define('a-card',class extends HTMLElement{connectedCallback(){
  this.attachShadow({mode:'closed'}).innerHTML='<span>'+this.getAttribute('of')+'</span>'}})</script>`;
const LONG = 200_000; // read for some 200 ms, and taken out after 60

const PAGES = {
  '/plain': `<p>${number(500)}</p><table><tbody>${rows(number)}</table><ul>${Array.from({ length: ROWS }, (_, i) => `<li>${number(100 + i)}<ol><li>${number(200 + i)}</ol>`).join('')}</ul><p>${number(501)}</p>`,
  '/cards': `${CARDS}<table><tbody>${rows((i) => (i % 2 ? number(i) : `<a-card of="${number(i)}"></a-card>`))}</table>
    <ul><li><div id="open"></div><li>${number(600)}</ul><script>document.getElementById('open').attachShadow({mode:'open'}).innerHTML='<b>${number(601)}</b>'</script>`,
  '/going': `<div id="going" hidden></div><p>${number(1)}</p><p>${number(2)}</p><p id="seen" style="margin-top:3000px;height:100vh">${number(3)}</p><script>
    const going=document.getElementById('going');going.innerHTML='<p>row of text</p>'.repeat(${LONG});
    document.getElementById('seen').scrollIntoView();
    const look=()=>setTimeout(()=>document.querySelector('html>[popover]')?setTimeout(()=>going.remove(),60):look());look()</script>`,
};

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open(PAGES);
});
afterAll(() => shop.close());

describe('every number of a page is found', () => {
  it('in rows and items of text alone, wherever the person looks', async () => {
    const page = await shop.ready('/plain');
    await shop.numbers(page, 3 * ROWS + 2);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    await page.reload();
    await until('to be where it was', () => page.evaluate(() => scrollY > 0));
    await shop.numbers(page, 3 * ROWS + 2);
    await page.close();
  });

  it('in rows and items with shadow roots in them', async () => {
    const page = await shop.ready('/cards');
    await shop.numbers(page, ROWS + 2);
    await page.close();
  });

  it('when the part that was being read is taken out of the page', async () => {
    const page = await shop.ready('/going');
    await shop.numbers(page, 3);
    expect(await page.$('#going')).toBeNull();
    await page.close();
  });
});
