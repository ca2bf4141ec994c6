/** The disposition page of a call with contact 2. */
export const callPath = (call: Record<string, unknown>): string =>
  `/agente/calificar_llamada/${encodeURIComponent(
    JSON.stringify({
      id_campana: '1',
      campana_type: '1',
      telefono: '3515550002',
      call_id: '1700000777.1',
      call_type: '1',
      id_contacto: '2',
      ...call,
    }),
  )}`;
/** Fields of contact 2 as its form has them. */
export const CONTACT_2 = {
  'contacto_form-telefono': '3515550002',
  'contacto_form-id_externo': 'EXT-1-2',
  'contacto_form-nombre': 'Nombre2',
  'contacto_form-apellido': 'Apellido2',
  'contacto_form-email': 'c2@example.com',
  'contacto_form-telefono2': '0055515302',
};
