/** What the agent notes after a call of a campaign, and whether it reached the server exactly once. */
import type { PhoneCommand } from '@/lib/phone';
import type { Scene } from './plan';
import { phoneIs, type Stage } from './stage';

const OPTION = 'No contesta';
const POST = /^POST \/agente\/calificar_llamada/;
/** Retries are spread over half a minute and more; the server needs time before it is asked again. */
const SENT_WITHIN_MS = 150_000;

/** Call ids and what was written about them. */
export const written = new Map<string, string>();

interface Form {
  readonly sections: readonly {
    readonly fields: readonly {
      readonly name: string;
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    }[];
  }[];
}

async function ask(stage: Stage, command: PhoneCommand): Promise<unknown> {
  const result = await stage.watch.send(command);
  if (!result.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(result)}`);
  return result.value;
}

/** Notes how the call went and lets the outbox do the rest. */
export async function disposition(stage: Stage, { index, trouble }: Scene): Promise<void> {
  const { lab, ledger, seed } = stage;
  const isOpen = ({ status, step, about }: { status: string; step: string; about: string }): boolean =>
    status === 'open' && step === 'disposition' && about === 'disposition';
  const { drafts } = await phoneIs(stage, 'the call should have a draft', (state) =>
    state.drafts.list.some(isOpen),
  );
  const draft = drafts.list.find(isOpen);
  if (!draft) throw new Error('the draft is gone');
  const { form } = (await ask(stage, {
    type: 'draft',
    command: { type: 'form', draftId: draft.id, step: 'disposition' },
  })) as { form: Form };
  const chosen = form.sections
    .flatMap(({ fields }) => fields)
    .find(({ name }) => name === 'disposition.option')
    ?.choices.find(({ label }) => label === OPTION);
  if (!chosen) throw new Error(`no option ${OPTION}`);
  const comments = `soak ${seed}/${index}`;
  await ask(stage, {
    type: 'draft',
    command: {
      type: 'change',
      draftId: draft.id,
      fields: { 'disposition.option': chosen.value, 'disposition.comments': comments },
    },
  });
  if (trouble) lab.omnileads.control.failNext(POST, trouble);
  written.set(draft.callId, comments);
  ledger.counts.drafts += 1;
  await ask(stage, { type: 'draft', command: { type: 'save', draftId: draft.id } });
  await phoneIs(
    stage,
    'the disposition should have been tried',
    (state) => state.drafts.list.find(({ id }) => id === draft.id)?.status !== 'open',
  );
}

/** At the end: the outbox is empty, and every call has exactly one disposition, with its own words. */
export async function settle(stage: Stage): Promise<void> {
  const { lab, ledger } = stage;
  await phoneIs(
    stage,
    'the outbox should be empty',
    ({ drafts }) => drafts.waiting === 0 && drafts.list.every(({ status }) => status === 'sent'),
    SENT_WITHIN_MS,
  ).catch((error: unknown) => ledger.violated(error instanceof Error ? error.message : String(error)));
  for (const [callId, comments] of written) {
    const commits = lab.omnileads.control.commits('disposition', callId);
    const said = commits.map(({ content }) => String(content.comments));
    if (said.length !== 1 || said[0] !== comments)
      ledger.violated(`disposition "${comments}" is on the server ${said.length} times: ${said.join(', ')}`);
  }
}
