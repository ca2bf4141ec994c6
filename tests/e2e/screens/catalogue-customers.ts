/** Screens of the customers of a campaign, before a call: looked up, listed, saved, handed out. */
import type { CommandResult, ContactCard, PhoneCommand, PhoneState } from '@/lib/phone';
import type { Shot } from './shot';
import { NOW, READY } from './states';

/** The page around the gallery's panel. */
export const SITE = 'https://crm.example';

const card = (id: string, phone: string, columns: Readonly<Record<string, string>>): ContactCard => ({
  id,
  phone,
  columns,
});
export const ROSA = card('4821', '541143218765', {
  nombre: 'Rosa',
  apellido: 'Benítez',
  celular: '5491150123456',
  plan: 'Fibra 300 Mb con televisión',
});
const IRIS = card('4822', '541143218765', { nombre: 'Iris', apellido: 'Benítez de la Fuente y Aguirre' });
const LIST = [
  ROSA,
  IRIS,
  card('4830', '59829001234', {}),
  card('4831', '543514567890', { nombre: 'Ferretería El Tornillo Feliz S.R.L.' }),
];

export const IN_CAMPAIGN: PhoneState = { ...READY, siteCampaigns: { [SITE]: '12' } };
const NUMBER = '541143218765';

const lookup = (candidates: readonly ContactCard[], more = 0): CommandResult => ({
  ok: true,
  value: { number: NUMBER, campaignId: '12', campaignName: 'Soporte hogar', candidates, more },
});
const list = (contacts: readonly ContactCard[], matching: number): CommandResult => ({
  ok: true,
  value: { total: 132, matching, contacts },
});
const COLUMNS: CommandResult = {
  ok: true,
  value: { mainPhone: 'telefono', externalId: null, columns: ['telefono', 'nombre', 'apellido', 'plan'] },
};
const WRONG: CommandResult = {
  ok: true,
  value: {
    saved: false,
    errors: {
      telefono: ['El número ya existe en la base de datos.'],
      __all__: ['No se pudo guardar el contacto.'],
    },
  },
};

type Answers = Partial<Record<PhoneCommand['type'], CommandResult>>;
const shot = (name: string, state: PhoneState, answers: Answers, more: Partial<Shot> = {}): Shot => ({
  name,
  view: 'panel',
  state,
  answers,
  ...more,
});
const preview = (state: 'delivered' | 'assigned', more: Partial<PhoneState> = {}): PhoneState => ({
  ...READY,
  ...more,
  preview: { campaignId: '18', campaignName: 'Encuesta', contact: ROSA, state, at: NOW - 40_000 },
});
const denied = (...endpoints: string[]): Partial<PhoneState> => ({
  abilities: { ...READY.abilities, denied: endpoints },
});

export const CUSTOMER_SHOTS: readonly Shot[] = [
  shot('contacts-no-campaign', READY, {}, { steps: ['contacts.title'] }),
  shot('contacts-list', IN_CAMPAIGN, { listContacts: list(LIST, 132) }, { steps: ['contacts.title'] }),
  shot(
    'contacts-known',
    IN_CAMPAIGN,
    { lookUp: lookup([ROSA]) },
    { steps: [`=${NUMBER}`, 'contacts.title'] },
  ),
  shot(
    'contacts-several',
    IN_CAMPAIGN,
    { lookUp: lookup([ROSA, IRIS], 3) },
    { steps: [`=${NUMBER}`, 'contacts.title'] },
  ),
  shot('contacts-nobody', IN_CAMPAIGN, { lookUp: lookup([]) }, { steps: [`=${NUMBER}`, 'contacts.title'] }),
  shot(
    'contacts-trouble',
    IN_CAMPAIGN,
    { listContacts: { ok: false, code: 'serverTimeout', params: {} } },
    { steps: ['contacts.title'] },
  ),
  shot(
    'contacts-denied',
    { ...IN_CAMPAIGN, ...denied('contacts', 'newContact', 'makeCall') },
    { lookUp: lookup([ROSA]) },
    { steps: [`=${NUMBER}`, 'contacts.title'] },
  ),
  shot(
    'new-contact',
    IN_CAMPAIGN,
    { lookUp: lookup([]), contactColumns: COLUMNS },
    { steps: [`=${NUMBER}`, 'contacts.title', 'contacts.new'] },
  ),
  shot(
    'new-contact-wrong',
    IN_CAMPAIGN,
    { lookUp: lookup([]), contactColumns: COLUMNS, newContact: WRONG },
    {
      steps: [
        `=${NUMBER}`,
        'contacts.title',
        'contacts.new',
        { field: 'nombre', value: 'Rosa' },
        'common.save',
      ],
    },
  ),
  shot('preview-delivered', preview('delivered'), {}),
  shot('preview-assigned', preview('assigned'), {}),
  shot('preview-denied', preview('assigned', denied('callContact', 'previewRelease')), {}),
  shot('idle-several-numbers-outside', READY, {}, { steps: ['=3515551001, 3515551002', 'idle.call'] }),
];
