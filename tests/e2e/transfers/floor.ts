/**
 * One lab and several agents at work in it, each on a lane of their own with a colleague to transfer to: while one scenario
 * waits for the PBX (prompts, 5 s after the last digit, 25 s without an answer), the others go on.
 */
import { afterAll, beforeAll, vi } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { Agent } from '../harness/agent';
import { placeOf } from '../harness/place';
import { AGENT_HZ, COLLEAGUE_HZ, LANES, PASSWORD } from './cast';
import { queue, Scene } from './scene';

/** Turns a scenario into a test's function. */
export type Stage = (run: (scene: Scene) => Promise<void>) => () => Promise<void>;

class Floor {
  private readonly free: Scene[];
  private readonly waiting: ((scene: Scene) => void)[] = [];

  private constructor(
    readonly lab: Lab,
    private readonly scenes: readonly Scene[],
  ) {
    this.free = [...scenes];
  }

  static async open(lanes: number, prepare?: (lab: Lab) => Promise<void>): Promise<Floor> {
    const lab = await startLab();
    const opened: Agent[] = [];
    try {
      await prepare?.(lab);
      const scenes = await Promise.all(
        LANES.slice(0, lanes).map(async ({ own, colleague }) => {
          const { agentId, extension, name } = colleague;
          await lab.pbx.defineAgent({
            agentId,
            extension,
            memberName: `${agentId}_${name.replace(' ', '_')}`,
          });
          const credentials = { user: own.user, password: PASSWORD };
          const agent = await Agent.atWork(placeOf(lab), { micHz: AGENT_HZ, credentials });
          opened.push(agent);
          // Campaign calls are for whom a scenario puts into the queue, not for whoever is free.
          if (own.inbound) await queue(lab, 'QueueRemove', own.extension);
          const phone = await lab.people.agent(extension, { voice: COLLEAGUE_HZ });
          return new Scene(lab, agent, own, colleague, phone);
        }),
      );
      return new Floor(lab, scenes);
    } catch (error) {
      await Promise.all(opened.map((agent) => agent.close()));
      await lab.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.scenes.map(({ agent }) => agent.close()));
    await this.lab.stop();
  }

  async play(run: (scene: Scene) => Promise<void>): Promise<void> {
    const scene = this.free.shift() ?? (await new Promise<Scene>((resolve) => this.waiting.push(resolve)));
    try {
      await scene.prepare();
      await run(scene);
    } finally {
      await scene.tidy();
      const next = this.waiting.shift();
      if (next) next(scene);
      else this.free.push(scene);
    }
  }
}

/** Opens the floor for a file's tests. What it returns gives a test a scene, beside the scenes of others. */
export function floorOf(lanes: 1 | 2 | 3, prepare?: (lab: Lab) => Promise<void>): Stage {
  // As many at once as there are lanes: a test's time doesn't run while it waits for one.
  vi.setConfig({ maxConcurrency: lanes });
  let floor: Floor;
  beforeAll(async () => {
    floor = await Floor.open(lanes, prepare);
  });
  afterAll(() => floor?.close());
  return (run) => () => floor.play(run);
}
