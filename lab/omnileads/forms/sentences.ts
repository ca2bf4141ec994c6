/** Sentences of Django's forms and of the product's own, as Accept-Language chooses (interface §0). */
import type { Language } from '@/lab/omnileads/http';

const SENTENCES = {
  required: ['Este campo es requerido.', 'This field is required.'],
  choice: [
    'Escoja una opción válida. Esa opción no está entre las disponibles.',
    'Select a valid choice. That choice is not one of the available choices.',
  ],
  date: ['Introduzca una fecha válida.', 'Enter a valid date.'],
  time: ['Introduzca una hora válida.', 'Enter a valid time.'],
  integer: ['Introduzca un número entero.', 'Enter a whole number.'],
  number: ['Introduzca un número.', 'Enter a number.'],
  negative: [
    'Asegúrese de que este valor es mayor o igual a 0.',
    'Ensure this value is greater than or equal to 0.',
  ],
  phone: [
    'Solo se permiten de 3-25 dígitos y puede comenzar con "+".',
    'Only 3-25 digits are allowed and it may begin with "+".',
  ],
  externalIdTaken: [
    'Ya existe un contacto con ese id externo en la base de datos',
    'There is already a contact with that external id in the database',
  ],
  phoneTaken: [
    'Ya existe un contacto con el mismo teléfono.',
    'A contact with the same phone already exists.',
  ],
  confirmDuplicate: [
    'Ya existe un contacto con el mismo teléfono. ¿Desea continuar?',
    'A contact with the same phone already exists. Do you want to go on?',
  ],
  dispositionSaved: [
    'Operación Exitosa! Se llevó a cabo con éxito la calificación del cliente',
    "Successful operation! The customer's disposition was carried out",
  ],
  contactSaved: [
    'Operación Exitosa! Se llevó a cabo con éxito la creación del contacto',
    'Successful operation! The contact was created',
  ],
  managementSaved: [
    'Operación Exitosa!Se llevó a cabo con éxito el llenado del formulario del cliente',
    "Successful operation!The customer's form was filled in",
  ],
  managementInvalid: [
    'Operación Errónea! Error en el formulario revise bien los datos llenados.',
    'Wrong operation! The form has errors, check the data.',
  ],
  notYourCampaign: [
    'No tiene permiso para calificar llamadas de esa campaña.',
    "You are not allowed to disposition that campaign's calls.",
  ],
  callbackLimit: [
    'Alcanzó el máximo de agendas personales de su grupo. Consulte con el Administrador.',
    "You reached your group's limit of personal callbacks. Ask the administrator.",
  ],
  contactChanged: ['Se han guardado los cambios en el contacto.', "The contact's changes were saved."],
  contactCalled: [
    'Contacto creado satisfactoriamente. Efectuando llamada.',
    'The contact was created. Calling now.',
  ],
} as const satisfies Record<string, readonly [string, string]>;

export type Sentence = keyof typeof SENTENCES;
const at = (language: Language): 0 | 1 => (language === 'es' ? 0 : 1);
export const tell = (language: Language, sentence: Sentence): string => SENTENCES[sentence][at(language)];
export const tellChoice = (language: Language, value: string): string =>
  language === 'es'
    ? `Escoja una opción válida. ${value} no es una de las opciones disponibles.`
    : `Select a valid choice. ${value} is not one of the available choices.`;
export const tellWindow = (language: Language, days: number): string =>
  language === 'es'
    ? `La fecha de agenda propuesta supera la ventana permitida (${days} días). Consulte con el Administrador.`
    : `The proposed callback date lies beyond the allowed window (${days} days). Ask the administrator.`;
export const tellDecimals = (language: Language, decimals: number): string =>
  language === 'es'
    ? `Asegúrese de que no hay más de ${decimals} decimales.`
    : `Ensure that there are no more than ${decimals} decimal places.`;
