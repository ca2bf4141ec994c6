import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FormReply, FormStep, FormView } from '@/lib/drafts';
import type { CommandResult, DraftCommand, DraftSummary } from '@/lib/phone';
import { useDesk, type Refusal } from '../context';
import { baseStep, fieldNamed, followStep, formOf } from '../model/form';
import type { Typing } from './typing';

export interface LoadedForm {
  readonly reply: FormReply | null;
  /** Why it could not be asked for; the last reply stays. */
  readonly trouble: Refusal | null;
}
type Forms = Readonly<Partial<Record<FormStep, LoadedForm>>>;

/** What a draft's form is drawn from. */
export interface DraftControl {
  readonly draft: DraftSummary;
  readonly base: LoadedForm | undefined;
  readonly follow: FormStep | null;
  readonly followed: LoadedForm | undefined;
  readonly form: FormView | null;
  readonly option: string;
  readonly typing: Typing;
  /** What was typed, else `stored`. */
  value(name: string, stored: string): string;
  type(name: string, value: string): void;
  /** Asks for the forms again; settles when they are here. */
  reload(): Promise<void>;
  ask(command: DraftCommand): Promise<CommandResult>;
  took(step: FormStep, reply: FormReply): void;
}

/** A refusal's own part; questions are for `send`, not for drafts. */
export const refusalOf = (result: CommandResult): Refusal | null =>
  !result.ok && 'code' in result ? { code: result.code, params: result.params } : null;

/** When the form has to be read again: it needs the agent, the contact is another one, or the next form is asked for. */
function reasonToRead(draft: DraftSummary): string {
  const needsAgent = draft.status === 'refused' || draft.status === 'conflict';
  const next = draft.step === 'management' || draft.step === 'callback' ? draft.step : '';
  return [draft.id, draft.contactId, next, needsAgent ? `${draft.status} ${draft.error?.code}` : ''].join(
    '|',
  );
}

/** Typing, redrawn as it changes, and sent when its form leaves the screen. */
export function useTyping(
  key: string,
  change: (fields: Readonly<Record<string, string>>) => Promise<CommandResult>,
) {
  const { typings } = useDesk();
  const typing = typings.of(key, change);
  const [, redraw] = useState(0);
  // In the commit itself: when one form takes another's place, the typing must not look abandoned in between.
  useLayoutEffect(() => {
    const forget = typing.onChange(() => redraw((count) => count + 1));
    // Back on the screen after the phone was lost: what it missed goes first.
    void typing.flush();
    return () => {
      forget();
      void typings.leave(key);
    };
  }, [typing]);
  return typing;
}

export function useDraft(draft: DraftSummary): DraftControl {
  const desk = useDesk();
  const ask = (command: DraftCommand): Promise<CommandResult> => desk.ask({ type: 'draft', command });
  const typing = useTyping(draft.id, (fields) => ask({ type: 'change', draftId: draft.id, fields }));
  const [forms, setForms] = useState<Forms>({});
  // Forms answer late: only the last answer asked for counts.
  const asked = useRef<Partial<Record<FormStep, number>>>({});
  const here = useRef(true);
  useLayoutEffect(() => () => void (here.current = false), []);

  const put = (step: FormStep, loaded: (before: LoadedForm | undefined) => LoadedForm): void =>
    setForms((before) => ({ ...before, [step]: loaded(before[step]) }));
  const load = async (step: FormStep): Promise<void> => {
    const turn = (asked.current[step] ?? 0) + 1;
    asked.current[step] = turn;
    await typing.flush(); // what follows an option can only be told by a phone that knows the option
    const mark = typing.mark();
    const result = await ask({ type: 'form', draftId: draft.id, step });
    if (!here.current || asked.current[step] !== turn) return;
    if (!result.ok) {
      const trouble = refusalOf(result);
      put(step, (before) => ({ reply: before?.reply ?? null, trouble }));
      return;
    }
    const reply = (result.value ?? null) as FormReply | null; // from our own phone document
    const form = formOf(reply);
    typing.settle(new Map([...mark].filter(([name]) => fieldNamed(form, name) !== undefined)));
    put(step, () => ({ reply, trouble: null }));
  };

  const step = baseStep(draft);
  const base = forms[step];
  const form = formOf(base?.reply);
  const value = (name: string, stored: string): string => typing.valueOf(name) ?? stored;
  const option = value('disposition.option', fieldNamed(form, 'disposition.option')?.value ?? '');
  const follow = followStep(draft, form, option);
  const why = reasonToRead(draft);
  useEffect(() => void load(step), [why]);
  useEffect(() => {
    if (follow) void load(follow);
  }, [why, follow, option]);

  return {
    draft,
    base,
    follow,
    followed: follow ? forms[follow] : undefined,
    form,
    option,
    typing,
    value,
    type(name, next) {
      typing.type(name, next);
      // Another option has other subs: the phone forgets the old one just so.
      if (name === 'disposition.option') typing.type('disposition.sub', '');
    },
    reload: async () => void (await Promise.all([load(step), follow ? load(follow) : null])),
    ask,
    took: (of, reply) => put(of, () => ({ reply, trouble: null })),
  };
}
