/** Command → handler, and who may ask for what. */
import type { CommandResult, CommandSource, PhoneCommand } from '../command';
import type { Handler, PhoneContext } from '../context';
import { OK } from '../context';
import type { Registrar } from '../session/registration';
import type { SessionFlow } from '../session/flow';
import { lookAtMicrophone } from '../session/microphone';
import * as calls from './calls';
import * as customers from './customers';
import * as desk from './desk';
import * as inCall from './in-call';
import { createSupport } from './support';

type Table = { readonly [T in PhoneCommand['type']]: Handler<Extract<PhoneCommand, { type: T }>> };

/** New candidates for the call that is on, where one direction is known to be dead. */
function mendSound(phone: PhoneContext): void {
  const { call, notices } = phone.store.get();
  const session = phone.sessions.get(call.call?.sessionId ?? '');
  if (!session || !notices.some(({ code }) => code === 'audioOneWayIn' || code === 'audioOneWayOut')) return;
  session
    .restartIce()
    .catch((thrown: unknown) => phone.ports.log.warn('call', 'not mended', { error: String(thrown) }));
}

/** A page may ask for a call, and for nothing else. */
const PAGE_MAY: readonly PhoneCommand['type'][] = ['call'];
/** A page can draw a panel that looks like ours: nobody types a password into something inside a page. */
const NOT_FROM_PANEL: readonly PhoneCommand['type'][] = ['signIn', 'settingsChanged'];

export function createCommands(
  phone: PhoneContext,
  flow: SessionFlow,
  registrar: Registrar,
): (command: PhoneCommand, source: CommandSource) => Promise<CommandResult> {
  const table: Table = {
    ...calls,
    ...customers,
    ...inCall,
    ...desk,
    ...createSupport(phone, registrar, (command) => run(command, 'options')),
    signIn: (_phone, command) => flow.signIn(command),
    signOut: () => flow.signOut(),
    takeOver: () => flow.takeOver(),
    retryNow() {
      phone.sip.retryNow();
      mendSound(phone);
      phone.client.notifications.refresh();
      phone.agent({ type: 'retry', at: phone.now() });
      if (phone.store.get().session.kind === 'signedOut') void flow.resume();
      return OK;
    },
    async microphoneChanged() {
      if ((await lookAtMicrophone(phone)) === null) await registrar.proceed();
      return OK;
    },
    // Settings are kept by the worker, which tells us by its own event: nothing is taken from a view's word.
    settingsChanged: () => ({ ok: false, code: 'commandNotAllowed', params: {} }),
  };

  const run = async (command: PhoneCommand, source: CommandSource): Promise<CommandResult> => {
    const allowed =
      source === 'page'
        ? PAGE_MAY.includes(command.type)
        : source !== 'panel' || !NOT_FROM_PANEL.includes(command.type);
    if (!allowed) return { ok: false, code: 'commandNotAllowed', params: {} };
    const handler = table[command.type] as Handler<PhoneCommand>;
    const result = await handler(phone, command, source);
    // Nobody stands behind a page's or the worker's request: what was refused is said in the panel.
    if (!result.ok && 'code' in result && (source === 'page' || source === 'worker'))
      phone.notice(result.code, result.params);
    return result;
  };
  return run;
}
