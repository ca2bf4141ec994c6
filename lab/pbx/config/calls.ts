import { queueName, type PbxWorld } from '../world';
import { render, section, type Section } from './ini';

/** Feature codes and their times exactly as interface A.1 has them. */
export function featuresConf(): string {
  return render([
    section('general', {
      transferdigittimeout: 5, // s between digits
      atxfernoanswertimeout: 25, // s
      atxferdropcall: 'no',
      atxferabort: '*1',
      atxfercomplete: '*2',
      atxferthreeway: '*3',
      atxferswap: '*4',
      transferdialattempts: 1, // the default of 3 keeps the customer on music for 12 s after a wrong number
    }),
    section('featuremap', { blindxfer: '##', atxfer: '*2' }),
    section('applicationmap', {
      'oml-record-start': '*4,self,Gosub,"oml-record-start,s,1"',
      'oml-record-stop': '*5,self,Gosub,"oml-record-stop,s,1"',
    }),
  ]);
}

/** One queue per campaign, options of interface A.3; members come by AMI. */
export function queuesConf(world: PbxWorld): string {
  const queues = world.campaigns.map((campaign): Section =>
    section(queueName(campaign), {
      strategy: 'rrmemory',
      timeout: campaign.ringTimeoutS ?? 30,
      retry: 1,
      wrapuptime: campaign.wrapUpS ?? 0,
      musicclass: 'default',
      ringinuse: 'no',
      joinempty: 'yes',
      leavewhenempty: 'no',
      setinterfacevar: 'yes',
      setqueuevar: 'yes',
    }),
  );
  return render([section('general', { persistentmembers: 'yes', autofill: 'yes' }), ...queues]);
}

/** Folders of the music on hold and of the tone heard while a colleague's phone rings. */
export function musicOnHoldConf(folders: { hold: string; ringback: string }): string {
  return render([
    section('general', {}),
    section('default', { mode: 'files', directory: folders.hold }),
    section('ringback', { mode: 'files', directory: folders.ringback }),
  ]);
}

/** Tones of the country; tests recognise the busy tone by 480 + 620 Hz. */
export function indicationsConf(): string {
  return render([
    section('general', { country: 'us' }),
    section('us', {
      description: 'US',
      ringcadence: '2000,4000',
      dial: '350+440',
      ring: '440+480/2000,0/4000',
      busy: '480+620/500,0/500',
      congestion: '480+620/250,0/250',
    }),
  ]);
}
