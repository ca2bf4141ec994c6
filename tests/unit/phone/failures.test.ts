/**
 * Every endpoint of the client's own list that the phone uses by itself, met with every failure: said where somebody waits for
 * it, quiet where nobody does, and the phone works on once it is over. That a 403, a 500, a page and a silence become these
 * codes is tests/unit/omnileads/endpoints.test.ts; what drafts do with theirs is tests/unit/phone/drafts*.test.ts.
 */
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '@/lib/diagnostics';
import { ENDPOINTS, type EndpointName } from '@/lib/omnileads';
import type { CommandResult } from '@/lib/phone';
import { CONSOLE, createWorld, inCampaign, signedIn, type World } from './fakes';

const FAILURES: readonly ErrorCode[] = [
  'permissionDenied',
  'serverError',
  'serverAnsweredPage',
  'serverTimeout',
  'serverUnreachable',
];

interface Row {
  /** The fake server's name of the request. */
  readonly fails: string;
  /** reply: the command is refused with the code; notice: said in the panel; quiet: nobody waits for it. */
  readonly shown: 'reply' | 'notice' | 'quiet';
  /** Before the failure. */
  readonly first?: (world: World) => Promise<unknown>;
  readonly run: (world: World) => Promise<CommandResult | void>;
  readonly code?: ErrorCode;
  /** These take away nothing: the phone knows by itself, or does without. */
  readonly harmless?: readonly ErrorCode[];
}
const send = (world: World, command: Parameters<World['phone']['handle']>[0]): Promise<CommandResult> =>
  world.phone.handle(command, 'panel');
const signInAgain = (world: World): Promise<CommandResult> =>
  world.phone.handle({ type: 'signIn', server: 'oml.example', user: 'ag1', password: 'p' }, 'options');
const inbound = inCampaign({ origin: 'inbound', campaignId: '3', campaignType: '3' });
const preview = (world: World) => send(world, { type: 'previewNext', campaignId: '4' });

const ROWS: Record<EndpointName, Row | 'in the client' | 'by drafts' | 'in the call'> = {
  login: 'in the client',
  loginPage: 'in the client',
  webLogout: 'in the client',
  agentLogout: 'in the client',
  console: 'in the client',
  keepAlive: 'in the client',
  csrfSelectCampaign: 'in the client',
  csrfCallbacks: 'in the client',
  csrfContacts: 'in the client',
  tokenLogin: 'in the client',
  activeAgents: 'in the client',
  previewValidate: 'in the client',
  searchContacts: 'in the client',
  noteRecording: 'by drafts',
  readNote: 'by drafts',
  dispositionOptions: 'by drafts',
  dispositionHistory: 'by drafts',
  callbackList: 'by drafts',
  callbackForm: 'by drafts',
  scheduleProbe: 'by drafts',
  schedule: 'by drafts',
  conferenceHold: 'in the call',
  surveyTransfer: 'in the call',
  consultationEnd: 'in the call',
  hangupCall: 'in the call',
  transfer: 'in the call',
  transferProbe: 'in the call',
  consultation: 'in the call',
  sipCredentials: {
    fails: 'sipCredentials',
    shown: 'notice',
    code: 'credentialsExpired',
    run: (world) => world.clock.pass(9 * 3600_000),
  },
  pbxLogin: {
    fails: 'pbxLogin',
    shown: 'notice',
    async run(world) {
      // Anew in the queues: the microphone was gone for a moment.
      world.audio.microphoneIs = 'denied';
      await send(world, { type: 'microphoneChanged' });
      world.audio.microphoneIs = 'granted';
      await send(world, { type: 'microphoneChanged' });
      await world.clock.pass(20);
    },
  },
  pbxLogout: {
    fails: 'pbxLogout',
    shown: 'quiet',
    async run(world) {
      await send(world, { type: 'signOut' });
      await signInAgain(world);
    },
  },
  pause: { fails: 'setPause', shown: 'reply', run: (world) => send(world, { type: 'pause', pauseId: '1' }) },
  unpause: {
    fails: 'leavePause',
    shown: 'reply',
    first: (world) => send(world, { type: 'pause', pauseId: '1' }),
    run: (world) => send(world, { type: 'resumeWork' }),
  },
  ringing: {
    fails: 'ringing',
    shown: 'quiet',
    async run(world) {
      const session = world.sip.invite(inbound);
      await world.clock.pass(20);
      session.events.onEnded({ by: 'remote' });
    },
  },
  rejectCall: {
    fails: 'rejectCall',
    shown: 'quiet',
    async run(world) {
      world.sip.invite(inbound);
      await world.clock.pass(20);
      await send(world, { type: 'reject' });
    },
  },
  disabled: {
    fails: 'disabled',
    shown: 'quiet',
    async run(world) {
      world.audio.microphoneIs = 'denied';
      await send(world, { type: 'microphoneChanged' });
      await world.clock.pass(20);
      world.audio.microphoneIs = 'granted';
      await send(world, { type: 'microphoneChanged' });
    },
  },
  callOutside: {
    fails: 'callOutside',
    shown: 'reply',
    run: (world) => send(world, { type: 'call', number: '3515550009', via: 'panel' }),
  },
  makeCall: {
    fails: 'makeCall',
    shown: 'reply',
    run: (world) => send(world, { type: 'call', number: '3515550009', campaignId: '1', via: 'panel' }),
  },
  callContact: {
    fails: 'callContact',
    shown: 'reply',
    first: preview,
    run: (world) => send(world, { type: 'previewCall' }),
  },
  holdEvent: {
    fails: 'holdEvent',
    shown: 'quiet',
    async run(world) {
      const session = world.sip.invite(inbound);
      await world.clock.pass(20);
      await send(world, { type: 'answer' });
      await world.clock.pass(20);
      await send(world, { type: 'hold' });
      await world.clock.pass(20);
      await send(world, { type: 'resume' });
      await world.clock.pass(20);
      expect(world.state().call.phase).toBe('talking');
      session.events.onEnded({ by: 'remote' });
      await world.clock.pass(20);
      await send(world, { type: 'resumeWork' });
    },
  },
  compulsoryStatus: {
    fails: 'compulsoryStatus',
    shown: 'reply',
    harmless: ['permissionDenied'],
    async first(world) {
      const flags = { ...CONSOLE.flags, forceDisposition: true };
      world.server.session = signedIn({ console: { ...CONSOLE, flags } });
      await signInAgain(world);
    },
    run: (world) => send(world, { type: 'call', number: '3515550009', via: 'panel' }),
  },
  transferAgents: {
    fails: 'transferAgents',
    shown: 'reply',
    run: (world) => send(world, { type: 'refreshAgents' }),
  },
  ownCampaigns: {
    fails: 'ownCampaigns',
    shown: 'quiet',
    run: async (world) => void (await signInAgain(world)),
  },
  inboundCampaigns: {
    fails: 'inboundCampaigns',
    shown: 'quiet',
    run: async (world) => void (await signInAgain(world)),
  },
  databaseMetadata: {
    fails: 'databaseMetadata',
    shown: 'reply',
    run: (world) => send(world, { type: 'contactColumns', campaignId: '1' }),
  },
  contacts: {
    fails: 'contacts',
    shown: 'reply',
    run: (world) => send(world, { type: 'listContacts', campaignId: '1', search: '', start: 0 }),
  },
  newContact: {
    fails: 'newContact',
    shown: 'reply',
    run: (world) => send(world, { type: 'newContact', campaignId: '1', columns: { telefono: '3515550009' } }),
  },
  // The call is worth more than its name: without a contact it is made all the same.
  identify: {
    fails: 'identify',
    shown: 'quiet',
    async run(world) {
      const done = await send(world, { type: 'call', number: '3515550009', campaignId: '1', via: 'panel' });
      expect(done).toEqual({ ok: true });
      await world.clock.pass(16_000);
    },
  },
  previewNext: { fails: 'previewNext', shown: 'reply', run: preview },
  previewRelease: {
    fails: 'previewRelease',
    shown: 'reply',
    first: preview,
    run: (world) => send(world, { type: 'previewRelease' }),
  },
};

const rows = Object.keys(ENDPOINTS).flatMap((name) => {
  const row = ROWS[name as EndpointName];
  return typeof row === 'string' ? [] : FAILURES.map((failure) => ({ name, row, failure }));
});

describe('every endpoint, every failure', () => {
  it.each(rows)('$name: $failure', async ({ row, failure }) => {
    const world = createWorld();
    await world.ready();
    await row.first?.(world);
    await world.clock.pass(20);
    world.server.fail(row.fails, failure);
    const result = await row.run(world);
    await world.clock.pass(20);
    const code = row.code ?? failure;
    const harmless = row.harmless?.includes(failure) ?? false;
    if (harmless) expect(result).toEqual({ ok: true });
    else if (row.shown === 'reply') expect(result).toMatchObject({ ok: false, code });
    if (row.shown === 'notice') expect(world.codes()).toContain(code);
    if (row.shown === 'quiet') expect(world.codes()).not.toContain(code);

    // No control is dead: with the server well again, the agent is ready by the phone's own doing or one press.
    world.server.failing.clear();
    if (harmless) world.sip.invite(inCampaign({ origin: 'click2call' })).events.onEnded({ by: 'remote' });
    await world.clock.pass(20_000);
    if (world.state().agent.phase === 'paused' || world.state().agent.phase === 'afterCall')
      expect(await send(world, { type: 'resumeWork' })).toEqual({ ok: true });
    await world.clock.pass(20);
    expect(world.state().agent.phase).toBe('ready');
    expect(await send(world, { type: 'call', number: '3515550001', via: 'panel' })).toEqual({ ok: true });
    expect(world.server.asked).toContain('callOutside 3515550001');
  });
});
