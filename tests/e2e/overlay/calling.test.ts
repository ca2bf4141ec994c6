/** From a number in a page to a request for a call: every way that exists, and the ways that must not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { centre, chipFor, clickChip, inside, textBox, until, Workshop } from './workshop';

const PAGES = {
  '/list': `<table><thead><tr><th>Teléfono<th>Pedido</thead><tr><td>(0351) 555-1001<td>4500012345</table>
    <p>Llamar al <b>0341 555-1003</b> el 21/11/2026 10:42. CUIT 20-31245879-6, total $ 1.284.500,00.</p>
    <p><a id="shown" href="tel:+5493515551002">+54 9 351 555-1002</a> <a id="unlike" href="tel:+5493415551101">Llamanos</a>
    <a id="other" href="callto:5551001">555-1001</a> <a id="web" href="#x">0223 555-1008</a></p>
    <p data-agent-phone-contact="C-77" data-agent-phone-campaign="ventas">Ficha: <span>0299 555-1010</span></p>
    <p data-agent-phone-number="1155551009" data-agent-phone-contact="C-78" id="marked">(011) 5555-1009</p>
    <p><input id="field" value="(0261) 555-1004" size="30"></p>`,
  '/labels': `<table><thead><tr><th>Cliente<th>Pedido<th>Teléfono</thead><tr><th>Pedido 7<td>3515551001<td>3515551002</table>
    <table><tr><th>Pedido<td>3515551003<td>x<tr><th>Celular<td>3515551004<td>x</table>
    <table><tr><td>Pedido<td>3515551005<tr><td>Celular<td>3515551006</table>
    <dl><dt>Pedido<dd>3515551007<dt>Celular<dd>3515551008</dl>
    <div><label>Pedido</label><div><b>3515551009</b></div></div><p><b>Pedido</b> <span>3515551010</span></p>`,
  '/later': `<div id="x"></div>`,
  '/shadow': `<open-card></open-card><closed-card></closed-card><late-card></late-card><script>
    class Card extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:this.localName.startsWith('open')?'open':'closed'});this.kept=r;r.innerHTML='<p>'+(this.localName==='open-card'?'0351 555-1001':'0341 555-1003')+'</p>'}}
    customElements.define('open-card',class extends Card{});customElements.define('closed-card',class extends Card{});</script>`,
  '/framed': `<h1>CRM</h1><iframe src="/inner" width="500" height="200"></iframe>`,
  '/inner': `<p>Cel 0351 555-1001</p>`,
};

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open(PAGES);
});
afterAll(() => shop.close());
beforeEach(() => shop.forgetCalls());

const oneCall = () => until('the request', async () => (await shop.calls())[0]);

describe('numbers in text', () => {
  it('are offered on a chip as they will be dialled, and a click on it asks for the call', async () => {
    const page = await shop.ready('/list');
    await chipFor(page, '(0351) 555-1001');
    await clickChip(page);
    expect(await oneCall()).toMatchObject({ number: '3515551001', via: 'click', frameId: 0 });
    expect(await shop.calls()).toHaveLength(1);
    await page.close();
  });

  it('leave out orders, dates, tax ids and amounts, and leave the DOM as it was', async () => {
    const page = await shop.ready('/list');
    await shop.numbers(page, 5);
    await page.mouse.move(...centre(await textBox(page, '4500012345')));
    await page.mouse.move(...centre(await textBox(page, '21/11/2026')), { steps: 3 });
    expect(await inside(page, 'chip')).toBeNull();
    const body = await page.evaluate(() => document.body.outerHTML);
    await page.close();
    const bare = await (await fetch(`${shop.url}/list`)).text();
    const parsed = await shop.page('/later');
    expect(body).toBe(
      await parsed.evaluate(
        (text) => new DOMParser().parseFromString(text, 'text/html').body.outerHTML,
        bare,
      ),
    );
    await parsed.close();
  });

  it('are told from other numbers by what a person reads before them', async () => {
    const page = await shop.ready('/labels');
    await shop.numbers(page, 4);
    const painted = await page.evaluate(() =>
      [...CSS.highlights.values()].flatMap((h) => [...h].map((range) => range.startContainer.textContent)),
    );
    expect(painted.sort()).toEqual(['3515551002', '3515551004', '3515551006', '3515551008']);
    await page.close();
  });

  it('are found when they come later, and forgotten when they go', async () => {
    const page = await shop.ready('/later');
    await shop.numbers(page, 0);
    await page.evaluate(() => (document.getElementById('x') as HTMLElement).append('Tel 0351 555-1001'));
    await shop.numbers(page, 1);
    await page.evaluate(() => {
      const text = document.getElementById('x')?.firstChild;
      if (text) text.nodeValue = 'Tel 0341 555-1003, 0351 555-1001';
    });
    await shop.numbers(page, 2);
    await page.evaluate(() => document.getElementById('x')?.replaceChildren('nothing'));
    await shop.numbers(page, 0);
    await page.close();
  });

  it.each(['0351 555-1001', '0341 555-1003'])(
    'are found in open and closed shadow roots: %s',
    async (number) => {
      const page = await shop.ready('/shadow');
      await shop.numbers(page, 2);
      await chipFor(page, number);
      await clickChip(page);
      expect((await oneCall()).number).toBe(number.replace(/\D/g, '').slice(1));
      await page.close();
    },
  );

  it('are found in frames, where only the chip shows', async () => {
    const page = await shop.ready('/framed');
    const frame = await until('the frame', async () => page.frames().find((f) => f.url().endsWith('/inner')));
    await until('a painted number', () => frame.evaluate(() => [...CSS.highlights.values()][0]?.size === 1));
    expect(await frame.evaluate(() => document.documentElement.children.length)).toBe(2);
    const at = await page.evaluate(
      () => document.querySelector('iframe')?.getBoundingClientRect().toJSON() as DOMRect,
    );
    const { x, y } = await frame.evaluate(() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('p') as Element);
      return range.getBoundingClientRect().toJSON() as DOMRect;
    });
    await page.mouse.move(at.x + x + 60, at.y + y + 10);
    await page.mouse.move(at.x + x + 70, at.y + y + 11, { steps: 3 });
    await until('our element in the frame', () =>
      frame.evaluate(() => document.documentElement.children.length === 3),
    );
    await page.close();
  });

  it('in a field are offered while the pointer is on it', async () => {
    const page = await shop.ready('/list');
    await page.hover('#field');
    await until('the chip', () => inside(page, 'chip'));
    await clickChip(page);
    expect((await oneCall()).number).toBe('2615551004');
    await page.close();
  });

  it('follow the site: another country, or detection off', async () => {
    const page = await shop.ready('/list');
    await shop.numbers(page, 5);
    await shop.stub((stub) => {
      stub.site = stub.site && { ...stub.site, detection: false };
      stub.broadcast();
    });
    await shop.numbers(page, 0);
    await shop.stub((stub) => {
      stub.site = stub.site && { ...stub.site, detection: true };
      stub.broadcast();
    });
    await shop.numbers(page, 5);
    await page.close();
  });
});

describe('links', () => {
  it('call at once when they show their number', async () => {
    const page = await shop.ready('/list');
    await page.click('#shown');
    expect(await oneCall()).toMatchObject({ number: '+5493515551002', via: 'click' });
    expect(page.url()).toBe(`${shop.url}/list`);
    await page.click('#other');
    await until('the second', async () => (await shop.calls()).length === 2);
    await page.close();
  });

  it('ask first when their text is something else', async () => {
    const page = await shop.ready('/list');
    await page.click('#unlike');
    await until('the chip', () => inside(page, 'chip'));
    expect(await shop.calls()).toEqual([]);
    await clickChip(page);
    expect((await oneCall()).number).toBe('+5493415551101');
    await page.close();
  });

  it('and the chip do not hear scripted clicks', async () => {
    const page = await shop.ready('/list');
    await page.evaluate(() => {
      document.addEventListener('click', (event) => event.preventDefault());
      for (const id of ['shown', 'unlike', 'other', 'marked'])
        (document.getElementById(id) as HTMLElement).click();
    });
    await page.click('#shown');
    await oneCall(); // what came before it would be here by now: the port keeps its order
    expect(await shop.calls()).toHaveLength(1);
    await page.close();
  });

  it("of another kind stay the page's own", async () => {
    const page = await shop.ready('/list');
    await page.click('#web');
    expect(page.url()).toBe(`${shop.url}/list#x`);
    await page.close();
  });
});

describe("the CRM's own marks", () => {
  it('give the call the contact and campaign of the CRM', async () => {
    const page = await shop.ready('/list');
    await chipFor(page, '0299 555-1010');
    await clickChip(page);
    expect(await oneCall()).toMatchObject({
      number: '2995551010',
      attributes: { contactExternalId: 'C-77', campaignExternalId: 'ventas' },
    });
    await shop.forgetCalls();
    await page.click('#marked');
    expect(await oneCall()).toMatchObject({
      number: '1155551009',
      attributes: { contactExternalId: 'C-78' },
    });
    await page.close();
  });
});

describe('a selection', () => {
  it('is offered, even where no numbering plan knows it', async () => {
    const page = await shop.ready('/list');
    await page.evaluate(() => {
      const text = document.querySelector('td:nth-child(2)')?.firstChild as Text;
      getSelection()?.setBaseAndExtent(text, 6, text, 10);
    });
    await until('the chip', () => inside(page, 'chip'));
    await clickChip(page);
    expect(await oneCall()).toMatchObject({ number: '2345', via: 'selection' });
    await page.close();
  });
});
