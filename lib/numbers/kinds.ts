/**
 * Phone-document side: what is written in digits and is no phone, by its own form and by the words before it. Page text
 * comes here as `asked` by ./candidates: the words before the number, a tab, the number; a following unit after another tab.
 */
import { DOTTED_PHONE } from './touching';

/** The stretch's own form says what it is. The first gives way to a phone word before it. */
const FORMS: readonly RegExp[] = [
  /^\d{1,3}(?:\.\d{3}){1,4}$/, // 1.284.500
  /^\d{1,3}(?:\.\d{3}){2}-\d$/, // RUT 12.345.678-9, NIT 900.123.456-7
  /^(?:1[0579]|2[03457]|3[034])-\d{8}-\d$/, // CUIT, RUC
  /^\d{3}\.\d{3}\.\d{3}-\d\d$/, // CPF
  /^\d\d\.\d{3}\.\d{3}\/?\d*/, // CNPJ
  /^\d{1,3}\.\d{5,}$/, // 34.6037220
  /^\d{9,13}\.\d{1,6}$/, // 1699999999.1234: a time stamp, a call's id
  /^\d{3}-\d\d-\d{4}$/, // SSN
  /^[1-9]\d-\d{7}$/, // EIN
  /^\d{5}-\d{3,4}$/, // CEP, ZIP+4
  /^\d{4}-\d{8}$/, // Argentine invoice
  /^(?:\d{1,3}\.){3}\d{1,3}$/, // IP address
  /^(?:\d{1,2}[ .\-–/]+){3,}\d{1,3}$/, // 10 20 30 40
  /^(?:\d{3} ){3,}\d{3}$/, // 100 200 300 400
  /^(?:19|20)\d\d(?:\s?[-–/ ]\s?(?:19|20)\d\d)+$/, // 2019-2026
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-. ]?\d*$/, // 20261121
  /^97[89][- ]\d/, // ISBN
  /^\d(?:[.-]\d){5,}$/, // 1.2.3.4.5.6.7
];

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
/** Names of other numbers, when they are the last word before one. Only the end of a name counts: "orden de compra". */
const OTHERS = words(`
  cuit cuil dni rut run ruc nit cpf cnpj ci rg nif nie cif ssn ein tin rfc curp nss pis cnh renavam siren
  iban cbu cvu clabe isbn ean upc imei iccid s/n n/s vin mrn npi cae nis nsu cep cp zip
  documento cedula ciudadania pasaporte passport padron partida titulo matricula legajo licencia license
  pedido compra orden ordem order po oc os servico servicio factura fatura invoice fc nf nfe nf-e fiscal
  comprobante recibo receipt boleta boleto remito folio presupuesto cotizacion orcamento quote
  guia envio tracking seguimiento rastreio rastreamento parcel shipment ups usps fedex dhl
  ticket chamado caso case claim expediente expte processo protocolo tramite reclamo incidente
  poliza policy apolice contrato contract loan prestamo siniestro sinistro
  cuenta corriente conta corrente account acct routing tarjeta cartao card visa mastercard check cheque
  lote lot batch serie serial sku ref referencia reference id uid codigo cod code part model item producto
  suministro medidor meter operacion transferencia transaction transacao txn autorizacion autorizacao auth
  confirmation booking reserva terminal build version versao employee member abonado afiliado estadual
  monto total saldo importe valor amount score puntaje km quilometragem lat lon lng latitud longitud
  page pin extension ramal interno time llamada hora consumidora chave usd ars eur brl clp cop mxn pen uyu`);
const PHONES = words(`
  tel tels telef telefs telefono telefonos telefone telefones cel cels celu celular celulares cell
  movil moviles mobile fono fone fones phone phones fijo whatsapp wsp wpp zap fax
  llama llame llamen llamar llamarlo llamarla llamalo llamemos ligar ligue ligamos call dial marcar discar`);
/** Between a name and its number: "pedido nº", "número de póliza:", "llamar al cliente". */
const FILLERS = words(`
  n no nos nro num numero number de del da do la el al ao para at on to me us
  externo cliente titular socio customer`);
const UNITS = words(`
  usd ars eur pesos dolares reais euros dollars kg km m2 m² kwh mb gb kb bytes ms
  unidades unid units registros rows habitantes years`);
/** "cliente nº 1234", "#1234" */
const NUMBERED = /(?<!\p{L})(?:n[°º]|n\.\s?º|nro\.?|no\.|id|#)[\s.:#]*$|s\/\s*$/iu;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .toLowerCase();

/** The last word before a number that says something. */
function nameIn(before: string): string {
  const all = plain(before).match(/[\p{L}/-]*\p{L}/gu) ?? [];
  return all.findLast((word) => !FILLERS.has(word)) ?? '';
}

/** True when words, form or unit say that this is no phone number. */
export function isOtherKind(own: string, before: string, after: string): boolean {
  const form = FORMS.findIndex((f) => f.test(own));
  const name = nameIn(before);
  if (form > 0 || UNITS.has(plain(after))) return true;
  if (PHONES.has(name)) return false;
  if (form === 0 && !DOTTED_PHONE.test(own)) return true;
  return !/^\(?\+/.test(own) && (OTHERS.has(name) || NUMBERED.test(before));
}
