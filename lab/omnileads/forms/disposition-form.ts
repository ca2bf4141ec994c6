/** The disposition's own fields: option, sub-disposition, remarks (interface §6.6, recordings I2). */
import { markup, ServerCrash, type Language, type Markup, type QueryDict } from '@/lab/omnileads/http';
import type { Campaign, Disposition, DispositionOption } from '@/lab/omnileads/store';

import { choosable, storedOption } from './disposition-save';
import { dumps } from './python';
import { tell, tellChoice } from './sentences';
import { EMPTY_CHOICE, field, hiddenInput, select, textarea, type Errors } from './widgets';

const OPTION = 'opcion_calificacion';
const SUB = 'subcalificacion';
const COMMENTS = 'observaciones';
const SUB_NAMES = 'nombre_subcalificaciones';

export interface DispositionForm {
  readonly valid: boolean;
  readonly errors: Errors;
  /** Something differs from what the page showed: for inbound calls this decides whether a disposition is meant at all. */
  readonly changed: boolean;
  readonly hidden: Markup;
  readonly visible: Markup;
  /** What was posted. Only for a valid form. */
  readonly wish: () => { option: DispositionOption; sub: string; comments: string };
}
interface Input {
  readonly language: Language;
  readonly campaign: Campaign;
  readonly stored: Disposition | null;
  readonly posted: QueryDict | null;
}

const subNames = (campaign: Campaign): string =>
  dumps(campaign.options.map(({ id, subdispositions }) => ({ id, subcalificaciones: subdispositions })));

/** The option that was posted, hidden or not. @throws ServerCrash for one of another campaign (exchange #430) */
function postedOption(campaign: Campaign, value: string): DispositionOption | null {
  if (value === '') return null;
  const option = campaign.options.find(({ id }) => String(id) === value);
  if (!option)
    throw new ServerCrash(
      'ominicontacto_app.models.OpcionCalificacion.DoesNotExist: OpcionCalificacion matching query does not exist.',
    );
  return option;
}

export function dispositionForm({ language, campaign, stored, posted }: Input): DispositionForm {
  const before = storedOption(campaign, stored);
  const initial = {
    option: before ? String(before.id) : '',
    sub: stored?.sub ?? '',
    comments: stored?.comments ?? '',
    names: subNames(campaign),
  };
  const given = (name: string): string => posted?.get(name) ?? '';
  const value = posted ? given(OPTION) : initial.option;
  const chosen = posted ? postedOption(campaign, value) : before;
  const options = choosable(campaign, stored);
  // Without a choice the sub-dispositions are still those of the stored option (exchange #431).
  const subs = (chosen ?? before)?.subdispositions ?? [];
  const needsSub = (chosen?.subdispositions.length ?? 0) > 0;
  const sub = posted ? given(SUB) : initial.sub;
  const comments = given(COMMENTS).trim();

  const errors: Record<string, string[]> = {};
  if (posted) {
    if (!chosen) errors[OPTION] = [tell(language, 'required')];
    else if (!options.includes(chosen)) errors[OPTION] = [tell(language, 'choice')];
    if (sub === '') {
      if (needsSub) errors[SUB] = [tell(language, 'required')];
    } else if (!subs.includes(sub)) errors[SUB] = [tellChoice(language, sub)];
  }
  const optionChoices = [
    EMPTY_CHOICE,
    ...options.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  const subChoices =
    subs.length > 0 ? [EMPTY_CHOICE, ...subs.map((name) => ({ value: name, label: name }))] : [];
  const rows = [
    field(OPTION, 'Calificación', select(OPTION, optionChoices, value, { required: true }), errors),
    field(SUB, 'Subcalificación', select(SUB, subChoices, sub, { required: needsSub }), errors),
    field(COMMENTS, 'Observaciones', textarea(COMMENTS, posted ? given(COMMENTS) : initial.comments), errors),
  ];
  return {
    valid: Object.keys(errors).length === 0,
    errors,
    changed:
      value !== initial.option ||
      sub !== initial.sub ||
      comments !== initial.comments.trim() ||
      given(SUB_NAMES) !== initial.names,
    hidden: hiddenInput(SUB_NAMES, posted ? given(SUB_NAMES) : initial.names),
    visible: markup`${rows}`,
    wish() {
      if (!chosen) throw new Error('the form is not valid');
      return { option: chosen, sub, comments };
    },
  };
}
