/** Whatever goes wrong on the way to a call ends in the agent's words and a way on, never in a blank panel. */
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { createFakePbx } from '@/lab/omnileads';
import type { ErrorCode } from '@/lib/diagnostics';
import { createTexts } from '@/lib/i18n';
import { addSite, Agent, AG1, openPanel, signIn } from './harness/agent';
import { find, has, pressNow, says, type, words as allWords } from './harness/aria';
import { Desk } from './harness/browser';
import { placeOf } from './harness/place';
import { until } from './harness/until';

const words = createTexts('en');
const cause = (code: ErrorCode): string => words.error(code).what;
/** The server counts two more before it tells (exchanges #58–#60). */
const LOGIN_LIMIT = 3;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ omnileads: { loginFailureLimit: LOGIN_LIMIT } });
});
afterAll(() => lab?.stop());

describe('signing in says why it could not be done', () => {
  let desk: Desk;
  let options: Page;
  beforeAll(async () => {
    desk = await Desk.open();
    options = await desk.options();
  });
  afterAll(() => desk?.close());

  it('nobody answers at the address', async () => {
    await signIn(options, 'http://127.0.0.1:9', AG1);
    await says(options, cause('serverUnreachable'));
  });

  it('the address is none', async () => {
    await signIn(options, 'http://', AG1);
    await says(options, 'Write an address like');
  });

  it('something else than OMniLeads lives there', async () => {
    await signIn(options, lab.crm.url, AG1);
    await says(options, cause('notOmnileads'));
  });

  it('the password is wrong, and the user may try again', async () => {
    await signIn(options, lab.omnileads.httpUrl, { user: 'ag2', password: 'nope' });
    await says(options, cause('wrongPassword'));
    expect(await has(options, 'button', 'Sign in')).toBe(true);
  });

  it('the user is locked after too many tries', async () => {
    const posts = (): number =>
      lab.omnileads.control.requests.filter(
        (r) => r.method === 'POST' && r.body.includes('aglock') && r.status !== undefined,
      ).length;
    for (let i = 0; i < LOGIN_LIMIT + 2; i += 1) {
      await signIn(options, lab.omnileads.httpUrl, { user: 'aglock', password: 'nope' });
      await until(posts, (count) => count > i, 'the form should be posted');
    }
    await says(options, cause('accountLocked'));
  });

  it('the user is a supervisor', async () => {
    await signIn(options, lab.omnileads.httpUrl, { user: 'sup1', password: AG1.password });
    await says(options, cause('notAnAgent'));
  });

  it('the server breaks down', async () => {
    lab.omnileads.control.failNext('POST /accounts/login/', 'http500', 2);
    await signIn(options, lab.omnileads.httpUrl, AG1);
    await says(options, cause('serverError'));
    lab.omnileads.control.clearFailures();
  });
});

describe('a certificate that the browser does not trust', () => {
  it('is told apart from a server that is not there', async () => {
    const desk = await Desk.open({ trustCertificates: false });
    try {
      const options = await desk.options();
      await signIn(options, lab.omnileads.httpsUrl ?? '', AG1);
      await says(options, cause('certificateUntrusted'), 15_000);
    } finally {
      await desk.close();
    }
  });
});

describe('over https', () => {
  it('the agent signs in and is heard: Referer rule, wss registration and all', async () => {
    const place = { ...placeOf(lab), server: lab.omnileads.httpsUrl ?? '' };
    const agent = await Agent.atWork(place);
    try {
      const called = lab.people.expect('3515551007');
      await agent.dial('3515551007');
      const customer = await called;
      await customer.hears([440]);
      await agent.hears([600]);
    } finally {
      await agent.close();
    }
  });
});

describe('without a microphone', () => {
  it('says that it is blocked and where to allow it, and takes no calls', async () => {
    const desk = await Desk.open({ microphone: false });
    try {
      const options = await desk.options();
      await addSite(options, lab.crm.url);
      await signIn(options, lab.omnileads.httpUrl, AG1);
      const crm = await desk.openPage(lab.crm.pages.list);
      const panel = await openPanel(desk, crm);
      await says(panel, cause('microphoneDenied'), 15_000);
      const disabled = lab.omnileads.control.requests.some((request) =>
        request.path.includes('asterisk_disabled'),
      );
      expect(disabled).toBe(true);
      expect(await has(panel, 'button', 'Call')).toBe(false);
    } finally {
      await desk.close();
    }
  });
});

/** The form keeps server and user; Enter in the password field sends it. */
async function signInAgain(options: Page): Promise<void> {
  await type(options, 'Password', AG1.password);
  await options.keyboard.press('Enter');
}

describe('an agent at work', () => {
  let agent: Agent;
  beforeAll(async () => {
    agent = await Agent.atWork(placeOf(lab));
  });
  afterAll(() => agent?.close());
  afterEach(async () => {
    lab.omnileads.control.clearFailures();
    await lab.people.hangUpAll();
    await agent.free();
  });

  it('types something that is no number: refused before any request', async () => {
    const before = lab.omnileads.control.requests.length;
    await type(agent.panel, 'Number', '5');
    await until(
      async () => {
        await pressNow(agent.panel, 'Call');
        return allWords(agent.panel);
      },
      (text) => text.includes(words.t('number.short')),
      'the number should be refused',
    );
    expect(lab.omnileads.control.requests.slice(before).some((r) => r.path.includes('make_call'))).toBe(
      false,
    );
  });

  it.each([
    ['http500', 'serverError'],
    ['html200', 'serverAnsweredPage'],
    ['drop', 'serverUnreachable'],
  ] as const)('is told when the call request ends in %s', async (kind, code) => {
    lab.omnileads.control.failNext('make_call_outside_campaign', kind, 3);
    await agent.dialRefused('3515551001', code);
    await agent.says(cause(code));
    expect(await has(agent.panel, 'button', 'Call')).toBe(true);
  });

  it('is told when the group may not call outside campaigns', async () => {
    lab.omnileads.control.setFlag('grupo_full', 'call_off_camp', false);
    await agent.dialRefused('3515551001', 'noPermissionOutside');
    await agent.says(cause('noPermissionOutside'));
    lab.omnileads.control.setFlag('grupo_full', 'call_off_camp', true);
  });
});

describe('a session of a few seconds', () => {
  let agent: Agent;
  beforeAll(async () => {
    lab.omnileads.control.setSessionAge(6); // the phone looks after it every half of that
    agent = await Agent.atWork(placeOf(lab));
  });
  afterAll(async () => {
    await agent?.close();
    lab.omnileads.control.setSessionAge(3600);
  });

  it('is told that the session has ended, and signs in again without losing the call', async () => {
    const called = lab.people.expect('3515551001');
    await agent.dial('3515551001');
    const customer = await called;
    lab.omnileads.control.expireSession('ag1');
    await agent.says(cause('sessionExpired'), 20_000);
    await customer.hears([440]);
    const options = await agent.desk.options();
    await signInAgain(options);
    await find(options, 'button', 'Sign out');
    await customer.hears([440]);
    await agent.hears([600]);
    await options.close();
    await customer.hangUp();
  });

  it('is told that the user was opened elsewhere, and may take over', async () => {
    lab.omnileads.control.signInElsewhere('ag1');
    await agent.says(cause('signedInElsewhere'));
    await agent.press('Take over');
    await agent.says(cause('sessionExpired'));
    const options = await agent.desk.options();
    await signInAgain(options);
    await agent.says('ready', 15_000);
    await options.close();
  });
});

describe('a PBX that does not play along', () => {
  it('refuses the registration: said with what to do', async () => {
    const strict = await startLab({ omnileads: { secret: 'another secret than the PBX has' } });
    const desk = await Desk.open();
    try {
      const options = await desk.options();
      await addSite(options, strict.crm.url);
      await signIn(options, strict.omnileads.httpUrl, AG1);
      const panel = await openPanel(desk, await desk.openPage(strict.crm.pages.list));
      await says(panel, cause('registrationRefused'), 15_000);
    } finally {
      await desk.close();
      await strict.stop();
    }
  });

  it('accepts the request but never calls: said after fifteen seconds', async () => {
    const silent = await startLab({ omnileads: { pbx: createFakePbx('success') } });
    let agent: Agent | null = null;
    try {
      agent = await Agent.atWork(placeOf(silent));
      await agent.dial('3515551001');
      await agent.says(cause('callNotStarted'), 20_000);
      await agent.phase('idle');
    } finally {
      await agent?.close();
      await silent.stop();
    }
  });
});

describe('SIP credentials that run out', () => {
  it('are said when they cannot be renewed, and renewed by itself as soon as they can', async () => {
    const TTL_S = 15;
    const brief = await startLab({ omnileads: { credentialTtlS: TTL_S } });
    let agent: Agent | null = null;
    try {
      agent = await Agent.atWork(placeOf(brief));
      const { control } = brief.omnileads;
      control.failNext('/api/v1/sip/credentials/', 'http500', 1000);
      const expiredAt = Date.now() + TTL_S * 1000;
      await until(Date.now, (now) => now > expiredAt, 'the credentials should run out', (TTL_S + 2) * 1000);
      brief.faults.cutSip(); // the registration in force would last its two minutes
      await agent.says(cause('credentialsExpired'), 20_000);
      control.clearFailures();
      const { panel } = agent;
      await until(
        () => allWords(panel),
        (text) => !text.includes(cause('credentialsExpired')),
        'the phone should register again',
        40_000,
      );
      await agent.says('ready');
    } finally {
      await agent?.close();
      await brief.stop();
    }
  });
});
