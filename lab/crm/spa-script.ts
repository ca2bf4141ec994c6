/**
 * The single-page app: no framework, yet as restless as the worst of them. Every 400 ms the whole view is thrown away and
 * drawn again, views change by history.pushState, and every tenth tick a "live" number moves.
 */
import { CONTACTS } from './contacts';

const RERENDER_MS = 400;

export const SPA_SCRIPT = `
(() => {
  const contacts = ${JSON.stringify(CONTACTS).replace(/</g, '\\u003c')};
  const lanes = ['Nuevo', 'Contactado', 'Propuesta', 'Negociación'];
  const app = document.getElementById('app');
  let tick = 0;
  const text = (tag, value, cls) => { const e = document.createElement(tag); e.textContent = value; if (cls) e.className = cls; return e; };
  const digits = (v) => v.replace(/[^0-9+]/g, '');
  function tel(number) { const a = text('a', number, 'tel num'); a.href = 'tel:' + digits(number); return a; }
  function card(c) {
    const d = text('div', '', 'deal');
    const name = document.createElement('b');
    const link = text('a', c.name); link.href = '/app/' + c.id; name.append(link);
    d.append(name, text('span', c.company, 'soft'), document.createElement('br'), text('span', c.phone, 'num'), document.createElement('br'), tel(c.mobile), document.createElement('br'), text('span', c.amount + ' · ' + c.order, 'soft num'));
    return d;
  }
  function board() {
    const root = document.createElement('div');
    const top = text('header', '', 'top');
    top.append(text('h1', 'Oportunidades'), text('span', 'Actualizado hace ' + (tick % 10) + ' s · ' + (2418 + Math.floor(tick / 10)) + ' registros', 'count'));
    const grid = text('div', '', 'board');
    for (const lane of lanes) {
      const col = text('section', '', 'lane');
      const mine = contacts.filter((c) => c.stage === lane);
      col.append(text('h3', lane + ' (' + mine.length + ')'), ...mine.map(card));
      grid.append(col);
    }
    root.append(top, grid);
    return root;
  }
  function detail(id) {
    const c = contacts.find((x) => x.id === id);
    const root = document.createElement('div');
    const top = text('header', '', 'top');
    const back = text('a', '‹ Oportunidades', 'soft'); back.href = '/app';
    top.append(back, text('h1', c ? c.name : 'No existe'));
    root.append(top);
    if (c) { const box = text('section', '', 'card pad'); box.append(text('h2', c.company), text('p', 'Teléfono: ' + c.phone, 'num'), tel(c.mobile), text('p', 'CUIT ' + c.taxId + ' · pedido ' + c.order, 'soft num')); root.append(box); }
    return root;
  }
  function draw() {
    const parts = location.pathname.split('/');
    app.replaceChildren(parts[2] ? detail(parts[2]) : board());
  }
  addEventListener('popstate', draw);
  addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="/app"]');
    if (!link || !event.isTrusted) return;
    event.preventDefault();
    history.pushState({}, '', link.getAttribute('href'));
    draw();
  });
  setInterval(() => { tick++; draw(); }, ${RERENDER_MS});
  draw();
})();
`;
