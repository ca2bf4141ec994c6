/** The three pages. Numbers appear as text, as tel: links and with data attributes, beside numbers that aren't phones. */
import { CONTACTS, type Contact } from './contacts';
import { html, initials, shell, type Html } from './html';
import { SPA_SCRIPT } from './spa-script';
import { STYLE } from './style';

/** manual_01 in the external system that the lab's OMniLeads knows this CRM as (seed.json). */
const EXTERNAL_CAMPAIGN = 'CAMP-EXT-1';

const digits = (phone: string): string => phone.replace(/[^\d+]/g, '');
const stageClass = (stage: Contact['stage']): string =>
  stage
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
const stage = (c: Contact): Html => html`<span class="stage ${stageClass(c.stage)}">${c.stage}</span>`;
const who = (c: Contact): Html =>
  html`<div class="who">
    <span class="avatar">${initials(c.name)}</span
    ><span><a href="/contacto/${c.id}">${c.name}</a><small>${c.role} · ${c.company}</small></span>
  </div>`;

export function listPage(): string {
  const row = (c: Contact): Html =>
    html`<tr>
      <td>${who(c)}</td>
      <td class="num">${c.phone}</td>
      <td class="num"><a class="tel" href="tel:${digits(c.mobile)}">${c.mobile}</a></td>
      <td>${c.city}</td>
      <td>${stage(c)}</td>
      <td class="num">${c.amount}</td>
      <td class="num soft">${c.taxId}</td>
      <td class="num soft">${c.order}</td>
      <td class="num soft">${c.last}</td>
    </tr> `;
  return shell({
    title: 'Contactos',
    active: 'list',
    style: STYLE,
    body: html`<header class="top">
        <h1>Contactos</h1>
        <span class="count">${String(CONTACTS.length)} de 2.418</span
        ><input
          class="search"
          placeholder="Buscar por nombre, empresa o teléfono"
          aria-label="Buscar"
        /><button class="btn">Nuevo contacto</button>
      </header>
      <section class="tiles">
        <div class="tile"><small>Por llamar hoy</small><strong>37</strong></div>
        <div class="tile"><small>Oportunidades abiertas</small><strong>$ 6.912.350</strong></div>
        <div class="tile"><small>Ganado este mes</small><strong>$ 2.105.000</strong></div>
        <div class="tile"><small>Tasa de contacto</small><strong>41,8 %</strong></div>
      </section>
      <div class="card">
        <table>
          <thead>
            <tr>
              <th>Contacto</th>
              <th>Teléfono</th>
              <th>Móvil</th>
              <th>Ciudad</th>
              <th>Etapa</th>
              <th>Monto</th>
              <th>CUIT / id. fiscal</th>
              <th>Pedido</th>
              <th>Última actividad</th>
            </tr>
          </thead>
          <tbody>
            ${CONTACTS.map(row)}
          </tbody>
        </table>
      </div>`,
  });
}

export function contactBody(c: Contact): Html {
  return html`<header class="top">
      <h1>${c.name}</h1>
      ${stage(c)}
    </header>
    <div class="cols">
      <section
        class="card pad"
        data-agent-phone-campaign="${EXTERNAL_CAMPAIGN}"
        data-agent-phone-contact="${c.externalId}"
      >
        <h2>Ficha</h2>
        <dl>
          <dt>Teléfono</dt>
          <dd class="num" data-agent-phone-number="${digits(c.phone)}">${c.phone}</dd>
          <dt>Móvil</dt>
          <dd class="num"><a class="tel" href="tel:${digits(c.mobile)}">${c.mobile}</a></dd>
          <dt>Correo</dt>
          <dd>${c.email}</dd>
          <dt>Empresa</dt>
          <dd>${c.company}</dd>
          <dt>Ciudad</dt>
          <dd>${c.city}</dd>
          <dt>CUIT / id. fiscal</dt>
          <dd class="num">${c.taxId}</dd>
          <dt>Pedido</dt>
          <dd class="num">${c.order}</dd>
          <dt>Monto</dt>
          <dd class="num">${c.amount}</dd>
        </dl>
        <p class="note">
          Pidió que lo llamemos al ${c.phone} después de las 15:30. Presupuesto ${c.order} por ${c.amount},
          vence el 30/11/2026.
        </p>
      </section>
      <aside class="card pad">
        <h2>Actividad</h2>
        <ul class="feed">
          <li>Llamada saliente · 4 min<br /><span class="soft">${c.last}</span></li>
          <li>Correo enviado: propuesta<br /><span class="soft">12/11/2026 09:30</span></li>
        </ul>
      </aside>
    </div>`;
}

/** Where OMniLeads and phone send the agent with a customer: shows what it was told. */
export const customerPage = (told: readonly (readonly [string, string])[]): string =>
  shell({
    title: 'Gestión',
    active: 'list',
    style: STYLE,
    body: html`<header class="top"><h1>Gestión</h1></header>
      <section class="card pad">
        <dl>
          ${told.map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd class="told">${value}</dd> `,
          )}
        </dl>
        <label>Notas <textarea id="notes"></textarea></label>
      </section>`,
  });

export const contactPage = (c: Contact): string =>
  shell({ title: c.name, active: 'list', style: STYLE, body: contactBody(c) });

export const spaPage = (): string =>
  shell({
    title: 'Oportunidades',
    active: 'spa',
    style: STYLE,
    body: html`<div id="app"></div>`,
    script: SPA_SCRIPT,
  });

export function strictPage(): string {
  return shell({
    title: 'Ficha segura',
    active: 'strict',
    style: STYLE,
    body: contactBody(CONTACTS[0] as Contact),
  });
}
