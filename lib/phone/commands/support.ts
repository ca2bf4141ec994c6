/** Self-test and the file for support. */
import { asPhoneError, type ErrorCode, type SelfTestFinding, type SelfTestResult } from '@/lib/diagnostics';
import type { CommandResult, PhoneCommand } from '../command';
import { OK, type Handler, type PhoneContext } from '../context';
import { createDiagnostics } from '../diagnostics';
import { runTestCall } from '../health/test-call';
import type { Registrar } from '../session/registration';

type Types = 'selfTested' | 'selfTestLater' | 'testServer' | 'testCall' | 'sipServers' | 'diagnostics';
type Table = { readonly [T in Types]: Handler<Extract<PhoneCommand, { type: T }>> };

export function createSupport(
  phone: PhoneContext,
  registrar: Registrar,
  handle: (command: PhoneCommand) => Promise<CommandResult>,
): Table {
  const diagnostics = createDiagnostics(phone, () => registrar.addresses());
  const done = (): void => phone.store.set({ selfTestDue: false });
  return {
    selfTested(_phone, { results }) {
      diagnostics.tested(results);
      done();
      return OK;
    },
    selfTestLater() {
      done();
      return OK;
    },
    testServer: async () => ({ ok: true, value: await testServer(phone) }),
    testCall: async () => ({ ok: true, value: await runTestCall(phone, handle) }),
    sipServers: () => ({ ok: true, value: registrar.addresses()?.servers ?? [] }),
    diagnostics: () => ({ ok: true, value: diagnostics.export() }),
  };
}

/** Whether OMniLeads answers, and whether it still takes us for who we are. */
async function testServer(phone: PhoneContext): Promise<readonly SelfTestResult[]> {
  const { server } = phone.settings;
  const { session } = phone.store.get();
  const signedOut: SelfTestResult = bad('session', 'notSignedIn');
  if (server === '') return [bad('server', 'noServer'), signedOut];
  const known = session.kind === 'signedIn' || session.kind === 'expired';
  try {
    if (!known) {
      await phone.client.session.reach(server);
      return [{ what: 'server', ok: true }, signedOut];
    }
    const who = await phone.client.session.check();
    const ours = who.kind === 'agent' && who.extension === session.extension;
    const why = who.kind === 'nobody' ? 'sessionExpired' : 'otherAgentSignedIn';
    return [{ what: 'server', ok: true }, ours ? { what: 'session', ok: true } : bad('session', why)];
  } catch (thrown) {
    const { code, detail } = asPhoneError(thrown);
    phone.ports.log.warn('session', 'self-test', { code, detail: detail ?? '' });
    return [bad('server', code), bad('session', 'notConnected')];
  }
}

const bad = (what: SelfTestResult['what'], why: ErrorCode | SelfTestFinding): SelfTestResult => ({
  what,
  ok: false,
  why,
});
