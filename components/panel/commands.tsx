import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Texts } from '@/lib/i18n';
import type { CommandResult, PhoneCommand } from '@/lib/phone';
import type { Question, Refusal } from '../context';
import { Confirm } from '../parts/sheet';

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}
const NOT_CONFIRMED: CommandResult = { ok: false, code: 'commandNotAllowed', params: {} };

/** The command, this time with the agent's yes to what was asked; null when it knows no such question. */
function confirmed(
  command: PhoneCommand,
  about: Extract<CommandResult, { confirm: unknown }>['confirm'],
): PhoneCommand | null {
  if (command.type === 'hangUp') return { ...command, confirmed: true };
  if (command.type !== 'transfer' || about === 'mayEndCustomerCall') return null;
  return { ...command, confirmed: [...(command.confirmed ?? []), about] };
}

/**
 * Wraps `send`: a refusal is shown until the next command that goes well or the next call, a question is asked before anything
 * is done. The returned `run` settles only when the agent has answered the question. It stays the same function while what it
 * is made of does: everything below is drawn again when it changes.
 * @param callBegan ms epoch of the call on the line, null = none: what was refused before it is no news beside it
 */
export function useCommands(
  send: (command: PhoneCommand) => Promise<CommandResult>,
  texts: Texts,
  callBegan: number | null,
  now: () => number,
) {
  const [refusal, setRefusal] = useState<(Refusal & { readonly at: number }) | null>(null);
  const [question, setQuestion] = useState<Asked | null>(null);
  const confirm = useCallback(
    (asked: Question): Promise<boolean> => new Promise((answer) => setQuestion({ ...asked, answer })),
    [],
  );

  useEffect(() => {
    if (callBegan !== null) setRefusal((before) => (before && before.at < callBegan ? null : before));
  }, [callBegan]);

  const run = useCallback(
    async (command: PhoneCommand): Promise<CommandResult> => {
      const result = await send(command);
      if (result.ok) {
        setRefusal(null);
        return result;
      }
      if ('confirm' in result) {
        const again = confirmed(command, result.confirm);
        if (!again) return result;
        const about = result.confirm;
        const yes = await confirm({
          title: texts.t(`confirm.${about}.title`),
          body: texts.t(`confirm.${about}.body`),
          yes: texts.t(`confirm.${about}.yes`),
        });
        return yes ? run(again) : NOT_CONFIRMED;
      }
      // The view says "reconnecting" by itself.
      if (result.code !== 'phoneDocumentLost')
        setRefusal({ code: result.code, params: result.params, at: now() });
      return result;
    },
    [send, texts, now, confirm],
  );

  const answer = (yes: boolean): void => {
    setQuestion(null);
    question?.answer(yes);
  };
  return { run, confirm, refusal, dismiss: () => setRefusal(null), question, answer };
}

export function Ask({ question, onAnswer }: { question: Question; onAnswer: (yes: boolean) => void }) {
  return <Confirm {...question} onYes={() => onAnswer(true)} onNo={() => onAnswer(false)} />;
}
