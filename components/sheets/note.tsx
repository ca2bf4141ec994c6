import { useEffect, useState } from 'preact/hooks';
import type { NoteReply } from '@/lib/drafts';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useTyping } from '../form/use-draft';
import { typingWords } from '../model/drafts';
import { Button } from '../parts/button';
import { TextArea } from '../parts/field';
import { Sheet } from '../parts/sheet';

const TEXT = 'text';

/** Belongs to the call it was opened in: the sheet outlives the call, and what is typed is kept as it is typed. */
export function NoteSheet({
  state,
  callId,
  onClose,
}: {
  state: PhoneState;
  callId: string;
  onClose: () => void;
}) {
  const { texts, ask } = useDesk();
  const [before, setBefore] = useState<string | null>(null);
  const typing = useTyping(`note ${callId}`, (fields) =>
    ask({ type: 'noteRecording', callId, text: fields[TEXT] ?? '' }),
  );
  useEffect(() => {
    let current = true;
    const mark = typing.mark();
    void ask({ type: 'draft', command: { type: 'note', callId } }).then((result) => {
      if (!current) return;
      const reply = result.ok ? (result.value as NoteReply | undefined) : undefined; // from our own phone document
      setBefore(reply?.text ?? '');
      if (reply) typing.settle(mark);
    });
    return () => void (current = false);
  }, [callId]);
  const typed = typing.valueOf(TEXT);
  const stands = state.drafts.list.find((draft) => draft.callId === callId)?.note;
  const words =
    stands && typing.state() !== 'pending' && typing.state() !== 'failed'
      ? texts.t(`note.${stands}`)
      : typingWords(typing.state(), texts);
  return (
    <Sheet title={texts.t('note.title')} onClose={onClose}>
      <form
        class="stack"
        onFocusOut={() => void typing.flush()}
        onSubmit={(event) => {
          event.preventDefault();
          void typing.flush().then((kept) => (kept ? onClose() : undefined));
        }}
      >
        <TextArea
          label={texts.t('note.text')}
          value={typed ?? before ?? ''}
          onValue={(text) => typing.type(TEXT, text)}
          hint={words || texts.t('note.hint')}
          rows={5}
          focusFirst
        />
        <Button look="primary" label={texts.t('common.save')} submit />
      </form>
    </Sheet>
  );
}
