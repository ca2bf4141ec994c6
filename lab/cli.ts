/** `npm run lab`: the whole lab in the foreground, for trying things by hand. `install` only fetches, `--core` has no edge. */
import { createInterface } from 'node:readline';
import { startLab, type Lab } from '.';
import type { FailureKind } from './omnileads';
import { install } from './pbx';

const MINUTE_MS = 60_000;
const say = (line: string) => process.stdout.write(`${line}\n`);
const arguments_ = process.argv.slice(2);
const core = arguments_.includes('--core');

const NUMBERS = `
  number        what happens               number        what happens
  …555 10xx     answers, 600 Hz            …555 15xx     answers, hangs up after 4 s
  …555 11xx     echo                       …555 16xx     answers, 850 Hz
  …555 12xx     rings for ever             …555 17NN     answers after NN s
  …555 13xx     busy                       …555 18xx     answers, silence
  …555 14xx     does not exist             …555 19xx     declines`;

const COMMANDS = `
  in [did]               a customer calls in (5553000)
  cut [ms]               break the SIP connections, refuse new ones for a while
  close                  the edge closes the SIP connections by itself
  delay <ms>             delay SIP
  lose <%> | double <%>  lose SIP messages, or bring them twice
  stall                  lose SIP without a word;  restore ends all faults
  drop from|to|both [%]  lose the sound from or to the browser;  undrop ends it
  restart [ms]           restart Asterisk, down for that long
  http stall             the server answers nothing
  http fail [kind] [n]   it fails (http500, drop, timeout, slow, 403, html200, commitThenDrop)
  http ok                it answers again
  clock <minutes>        the server's clock is ahead (or, negative, behind)
  calls | hangup         list the channels | end all calls
  pbx <command>          a command of Asterisk's console
  quit`;

const DIRECTIONS = { from: 'fromBrowser', to: 'toBrowser', both: 'both' } as const;

function introduce(lab: Lab): void {
  const { omnileads, pbx, crm } = lab;
  const agents = ['ag1', 'ag2', 'ag3'].join(', ');
  say(`
OMniLeads    ${omnileads.httpUrl}   ${omnileads.httpsUrl ?? ''}
             agents ${agents}; supervisor sup1; password of all 098098ZZZ
CRM pages    ${Object.values(crm.pages).join('\n             ')}
SIP          ${pbx.addresses.ws}${pbx.addresses.wss ? `   ${pbx.addresses.wss}` : ''}
AMI          ${pbx.addresses.ami.host}:${pbx.addresses.ami.port}
Logs         ${pbx.dir}
${NUMBERS}
${COMMANDS}
`);
}

const percent = (text = '100'): number => Number(text) / 100;

function obeyHttp({ faults }: Lab, what: string | undefined, [kind, times]: readonly string[]): void {
  if (what === 'stall') faults.stallHttp();
  else if (what === 'fail')
    faults.failHttp(kind as FailureKind | undefined, times ? Number(times) : undefined);
  else faults.restoreHttp();
}

async function obey(lab: Lab, line: string): Promise<void> {
  const [command = '', argument, more] = line.trim().split(/\s+/);
  const ms = Number(argument ?? 0);
  switch (command) {
    case '':
      return;
    case 'in':
      say(`${(await lab.people.callIn(argument ?? '5553000')).number} is calling`);
      return;
    case 'cut':
      say(`${lab.faults.cutSip(ms)} connections cut`);
      return;
    case 'delay':
      lab.faults.delaySip(ms);
      return;
    case 'close':
      say(`${await lab.faults.closeSip()} connections closed`);
      return;
    case 'lose':
      lab.faults.loseSip(percent(argument));
      return;
    case 'double':
      lab.faults.duplicateSip(percent(argument));
      return;
    case 'stall':
      lab.faults.stallSip();
      return;
    case 'restore':
      await lab.faults.restore();
      return;
    case 'drop':
      await lab.faults.dropRtp(
        DIRECTIONS[argument as keyof typeof DIRECTIONS] ?? 'both',
        percent(more ?? '100'),
      );
      return;
    case 'undrop':
      await lab.faults.restoreRtp();
      return;
    case 'restart':
      await lab.faults.restartAsterisk(ms);
      return;
    case 'http':
      obeyHttp(lab, argument, line.trim().split(/\s+/).slice(2));
      return;
    case 'clock':
      lab.faults.skewClock(ms * MINUTE_MS);
      return;
    case 'calls':
      for (const one of await lab.pbx.channels())
        say(`${one.Channel}  ${one.ChannelStateDesc}  ${one.Duration}`);
      return;
    case 'hangup':
      await lab.pbx.hangupAll();
      return;
    case 'pbx':
      say(await lab.pbx.ami.command(line.trim().slice('pbx'.length).trim()));
      return;
    default:
      say(COMMANDS);
  }
}

async function main(): Promise<void> {
  if (arguments_.includes('install')) {
    await install({ core, log: say });
    say('everything is there');
    return;
  }
  const lab = await startLab({ core, log: say });
  introduce(lab);
  const lines = createInterface({ input: process.stdin });
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    lines.close();
    await lab.stop();
    process.exit(0); // a customer's timer may still hold the loop
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  lines.on('line', (line) => {
    if (line.trim() === 'quit') void stop();
    else obey(lab, line).catch((error: Error) => say(error.message));
  });
}

main().catch((error: Error) => {
  say(error.message);
  process.exitCode = 1;
});
