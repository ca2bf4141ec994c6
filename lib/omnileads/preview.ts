/**
 * Preview campaigns (interface §8.5), session only. The call itself is `calls.callContact` with type 'preview'. Every method
 * may fail with permissionDenied, sessionExpired, csrfRejected, otherAgentSignedIn, serverError, serverAnsweredPage and those of http.
 */
import { PhoneError } from '@/lib/diagnostics';
import * as v from 'valibot';
import { ENDPOINTS } from './endpoints';
import { Id, read } from './shape';
import type { Web } from './web';

export interface PreviewContact {
  readonly contactId: string;
  readonly campaignId: string;
  readonly phone: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Delivered contacts go back after the campaign's reservation time; assigned ones stay until dispositioned. */
  readonly state: 'delivered' | 'assigned';
}

export interface Preview {
  /** The next contact of the campaign: a delivered one goes back to the others, an assigned one is given again. null: none left for now. */
  next(campaignId: string): Promise<PreviewContact | null>;
  /** Is the contact still this agent's? Asked before calling it. */
  validate(
    campaignId: string,
    contactId: string,
  ): Promise<{ readonly assigned: boolean; readonly dispositionCompulsory: boolean }>;
  /** Gives the assigned contact back. False: the server had none to release. */
  release(campaignId: string): Promise<boolean>;
}

const Next = v.variant('result', [
  v.object({
    result: v.literal('OK'),
    code: v.string(),
    contacto_id: Id,
    campana_id: Id,
    telefono_contacto: Id,
    datos_contacto: v.record(
      v.string(),
      v.pipe(
        v.nullable(Id),
        v.transform((text) => text ?? ''),
      ),
    ),
  }),
  v.object({ result: v.literal('Error'), code: v.string() }),
]);
const Validated = v.object({
  contacto_asignado: v.boolean(),
  obligar_calificacion: v.fallback(v.boolean(), false),
});
const Released = v.object({ status: v.string() });

export function createPreview(web: Web): Preview {
  return {
    async next(campaignId) {
      const endpoint = ENDPOINTS.previewNext;
      const body = read(Next, (await web.submit(endpoint, { campaignId }, [])).json, endpoint);
      if (body.result === 'Error') {
        if (body.code === 'error-no-contactos') return null;
        // Two agents reached for the same contact: asking again is the server's own advice.
        throw new PhoneError('serverError', { endpoint: endpoint.name, status: 200 }, body.code);
      }
      return {
        contactId: body.contacto_id,
        campaignId: body.campana_id,
        phone: body.telefono_contacto,
        columns: body.datos_contacto,
        state: body.code === 'contacto-asignado' ? 'assigned' : 'delivered',
      };
    },
    async validate(campaignId, contactId) {
      const endpoint = ENDPOINTS.previewValidate;
      const pairs = [
        ['pk_campana', campaignId],
        ['pk_contacto', contactId],
      ] as const;
      const body = read(Validated, (await web.submit(endpoint, {}, pairs)).json, endpoint);
      return { assigned: body.contacto_asignado, dispositionCompulsory: body.obligar_calificacion };
    },
    async release(campaignId) {
      const endpoint = ENDPOINTS.previewRelease;
      const body = read(
        Released,
        (await web.submit(endpoint, {}, [['campana_id', campaignId]])).json,
        endpoint,
      );
      return body.status === 'OK';
    },
  };
}
