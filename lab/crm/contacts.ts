/**
 * The demo CRM's people. The first ones have numbers that the lab's simulated outside world answers (lab/pbx/README.md):
 * whatever stands before them, the last seven digits decide (555 10xx speaks, 11xx echoes, 12xx rings for ever, 13xx is
 * busy, 14xx doesn't exist, 15xx hangs up, 160x speaks another tone).
 */
export interface Contact {
  readonly id: string;
  /** The id by which OMniLeads may know the customer (lab/omnileads: contacts of manual_01); only the first six are there. */
  readonly externalId: string;
  readonly name: string;
  readonly company: string;
  readonly role: string;
  readonly city: string;
  readonly country: 'AR' | 'CL' | 'UY' | 'MX' | 'CO' | 'PE' | 'BR' | 'ES' | 'US';
  readonly phone: string; // as a person of that country writes it
  readonly mobile: string;
  readonly email: string;
  readonly taxId: string; // a number that must not be taken for a phone
  readonly stage: 'Nuevo' | 'Contactado' | 'Propuesta' | 'Negociación' | 'Ganado';
  readonly amount: string;
  readonly order: string;
  readonly last: string;
}

type Row = readonly [
  name: string,
  company: string,
  role: string,
  city: string,
  country: Contact['country'],
  phone: string,
  mobile: string,
  taxId: string,
  stage: Contact['stage'],
  amount: string,
  last: string,
];

const ROWS: readonly Row[] = [
  [
    'Lucía Fernández',
    'Distribuidora El Ceibo',
    'Compras',
    'Córdoba',
    'AR',
    '(0351) 555-1001',
    '+54 9 351 555-1002',
    '30-70812345-8',
    'Negociación',
    '$ 1.284.500,00',
    '21/11/2026 10:42',
  ],
  [
    'Martín Quiroga',
    'Frigorífico San Luis',
    'Gerente de planta',
    'Rosario',
    'AR',
    '0341 555-1003',
    '+54 9 341 555-1101',
    '30-69874521-5',
    'Propuesta',
    '$ 842.000,00',
    '21/11/2026 09:15',
  ],
  [
    'Valentina Sosa',
    'Estudio Sosa & Asociados',
    'Socia',
    'Mendoza',
    'AR',
    '(0261) 555-1004',
    '+54 9 261 555-1005',
    '27-28456712-3',
    'Contactado',
    '$ 96.300,00',
    '20/11/2026 17:58',
  ],
  [
    'Joaquín Pereyra',
    'Transportes Litoral',
    'Logística',
    'Santa Fe',
    'AR',
    '0342 555-1006',
    '+54 9 342 555-1201',
    '20-31245879-6',
    'Nuevo',
    '$ 310.750,00',
    '20/11/2026 16:20',
  ],
  [
    'Camila Ríos',
    'Clínica del Valle',
    'Administración',
    'Salta',
    'AR',
    '(0387) 555-1007',
    '+54 9 387 555-1301',
    '27-33125487-0',
    'Ganado',
    '$ 2.105.000,00',
    '19/11/2026 12:05',
  ],
  [
    'Nicolás Ledesma',
    'Ferretería Don Pepe',
    'Dueño',
    'Mar del Plata',
    'AR',
    '0223 555-1008',
    '+54 9 223 555-1401',
    '20-18745632-9',
    'Contactado',
    '$ 58.900,00',
    '19/11/2026 11:31',
  ],
  [
    'Agustina Molina',
    'Molina Propiedades',
    'Ventas',
    'Buenos Aires',
    'AR',
    '(011) 5555-1009',
    '+54 9 11 5555-1501',
    '27-35698741-2',
    'Propuesta',
    '$ 415.200,00',
    '18/11/2026 18:44',
  ],
  [
    'Tomás Aguirre',
    'Software del Sur',
    'CTO',
    'Neuquén',
    'AR',
    '0299 555-1010',
    '+54 9 299 555-1601',
    '30-71458963-7',
    'Negociación',
    '$ 1.960.000,00',
    '18/11/2026 15:09',
  ],
  [
    'Francisca Muñoz',
    'Viña Los Boldos',
    'Exportaciones',
    'Santiago',
    'CL',
    '+56 2 2345 6789',
    '+56 9 8123 4567',
    '76.124.890-1',
    'Propuesta',
    'US$ 18.400',
    '18/11/2026 10:12',
  ],
  [
    'Sebastián Olivera',
    'Puerto Frío S.A.',
    'Operaciones',
    'Montevideo',
    'UY',
    '+598 2901 2345',
    '+598 99 123 456',
    '21.234567.0018',
    'Contactado',
    'US$ 7.250',
    '17/11/2026 16:37',
  ],
  [
    'Regina Hernández',
    'Grupo Anáhuac',
    'Tesorería',
    'Ciudad de México',
    'MX',
    '+52 55 5512 3456',
    '+52 33 3641 2233',
    'GAN-980512-AB3',
    'Nuevo',
    'US$ 22.900',
    '17/11/2026 13:25',
  ],
  [
    'Andrés Restrepo',
    'Café Quindío',
    'Comercial',
    'Medellín',
    'CO',
    '+57 604 444 1234',
    '+57 300 123 4567',
    '900.123.456-7',
    'Negociación',
    'US$ 11.000',
    '17/11/2026 09:50',
  ],
  [
    'Milagros Quispe',
    'Textiles Arequipa',
    'Gerencia',
    'Lima',
    'PE',
    '+51 1 421 7890',
    '+51 987 654 321',
    '20512345678',
    'Contactado',
    'US$ 5.430',
    '14/11/2026 17:02',
  ],
  [
    'Rafael Souza',
    'Paraná Embalagens',
    'Suprimentos',
    'Curitiba',
    'BR',
    '+55 41 3322-1100',
    '+55 41 99876-5432',
    '12.345.678/0001-95',
    'Ganado',
    'US$ 31.750',
    '14/11/2026 11:46',
  ],
  [
    'Elena Navarro',
    'Aceites Baena',
    'Exportación',
    'Córdoba (ES)',
    'ES',
    '+34 957 491 234',
    '+34 612 345 678',
    'B14123456',
    'Propuesta',
    '€ 9.870',
    '13/11/2026 10:05',
  ],
  [
    'Michael Turner',
    'Gulf Coast Imports',
    'Buyer',
    'Miami',
    'US',
    '+1 (305) 555-1002',
    '+1 305-555-1604',
    '59-1234567',
    'Nuevo',
    'US$ 14.200',
    '12/11/2026 15:33',
  ],
];

const mailName = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase();

const KNOWN_TO_OMNILEADS = 6;

export const CONTACTS: readonly Contact[] = ROWS.map(
  ([name, company, role, city, country, phone, mobile, taxId, stage, amount, last], i) => ({
    id: String(1041 + i * 7),
    externalId: i < KNOWN_TO_OMNILEADS ? `EXT-1-${i + 1}` : `CRM-${1041 + i * 7}`,
    name,
    company,
    role,
    city,
    country,
    phone,
    mobile,
    taxId,
    stage,
    amount,
    last,
    email: `${mailName(name).replace(/ +/g, '.')}@${mailName(company).replace(/ +/g, '')}.example`,
    order: `P-2026-${String(118_204 + i * 37).padStart(8, '0')}`,
  }),
);
