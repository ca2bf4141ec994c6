/** What a soak saw: written by everybody in it, read once at the end. */
export interface HeapSample {
  readonly atMs: number;
  readonly bytes: number;
}
export interface Loss {
  readonly who: 'agent' | 'customer';
  readonly scene: number;
  readonly ms: number;
  /** What was heard instead. */
  readonly instead: string;
  /** The network had taken sound away at the time. */
  readonly excused: boolean;
}

export class Ledger {
  readonly startedAt = Date.now();
  readonly counts = {
    calls: 0,
    workerKills: 0,
    tabCrashes: 0,
    tabReloads: 0,
    tabClosings: 0,
    socketCuts: 0,
    serverCloses: 0,
    delays: 0,
    rtpDrops: 0,
    holds: 0,
    mutes: 0,
    transfers: 0,
    conferences: 0,
    drafts: 0,
  };
  /** From the end of a cut until registered again. */
  readonly recoveriesMs: number[] = [];
  /** From the customer's hang-up until the phone is free, in calls whose line had been broken. */
  readonly hangUpsMs: number[] = [];
  readonly heap: HeapSample[] = [];
  readonly losses: Loss[] = [];
  readonly dropped: string[] = [];
  readonly leaks: string[] = [];
  readonly violations: string[] = [];
  private readonly soundGone: { from: number; to: number }[] = [];

  constructor(private readonly print: (line: string) => void) {}

  say(line: string): void {
    const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1).padStart(7);
    this.print(`${seconds} s  ${line}`);
  }
  violated(what: string): void {
    this.violations.push(what);
    this.say(`VIOLATED  ${what}`);
  }
  drop(what: string): void {
    this.dropped.push(what);
    this.say(`DROPPED  ${what}`);
  }
  leak(what: string): void {
    this.leaks.push(what);
    this.say(`LEAKED  ${what}`);
  }
  lost(loss: Omit<Loss, 'excused'>, from: number, to: number): void {
    const excused = this.soundGone.some((gone) => from < gone.to && to > gone.from);
    this.losses.push({ ...loss, excused });
    if (!excused)
      this.say(`UNHEARD  call ${loss.scene}: the ${loss.who} heard ${loss.instead} for ${loss.ms} ms`);
  }
  /** Sound was taken away; what is lost then is nobody's fault, nor for `graceMs` after. */
  soundWasGone(from: number, to: number, graceMs: number): void {
    this.soundGone.push({ from, to: to + graceMs });
  }
}
