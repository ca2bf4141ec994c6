/** The driver that speaks AMI to a real Asterisk, with the actions OMniLeads sends (interface §4.1, recordings L). */
import { Ami, AmiError, type AmiAddress, type AmiMessage } from '@/lab/pbx';

import {
  PbxNotConnected,
  PbxUnreachable,
  type Originate,
  type PbxAnswer,
  type PbxDriver,
  type PbxEvent,
} from './pbx-driver';

const FOLLOW_AGAIN_MS = 200;

type Fields = Parameters<Ami['action']>[1];

/** One connection per piece of work, as OMniLeads does: a synchronous Originate blocks its connection for seconds. */
async function connect(address: AmiAddress): Promise<Ami> {
  try {
    return await Ami.connect(address);
  } catch (error) {
    if (error instanceof AmiError) throw new PbxNotConnected(error.message, { cause: error });
    throw new PbxUnreachable(`nothing answers at ${address.host}:${address.port}`, { cause: error });
  }
}
async function act(address: AmiAddress, action: string, fields: Fields): Promise<PbxAnswer> {
  const ami = await connect(address);
  try {
    await ami.action(action, fields);
    return { ok: true };
  } catch (error) {
    if (error instanceof AmiError) return { ok: false, message: error.message };
    throw new PbxNotConnected('the manager hung up', { cause: error });
  } finally {
    ami.close();
  }
}

const originateFields = (call: Originate): Fields => ({
  Channel: call.channel,
  Exten: call.exten,
  Context: call.context,
  Priority: call.priority,
  Timeout: call.timeoutMs,
  CallerID: call.callerId,
  EarlyMedia: 'false',
  Variable: call.variables.map(([name, value]) => `${name}=${value}`),
});

const number = (text: string | undefined): number | null =>
  text !== undefined && /^\d+$/u.test(text) ? Number(text) : null;

/** What an AMI event means to OMniLeads, or null. */
export function pbxEvent(event: AmiMessage): PbxEvent | null {
  const agentId = number(event.Agent) ?? number(event.MemberName?.split('_')[0]);
  if (agentId === null) return null;
  if (event.Event === 'AgentRingNoAnswer') {
    const campaignId = number(event.Queue?.split('_')[0]);
    const phone = event.CallerIDNum ?? '';
    return {
      type: 'callLog',
      event: 'RINGNOANSWER',
      agentId,
      callId: event.Uniqueid ?? '',
      campaignId,
      phone,
    };
  }
  if (event.Event !== 'UserEvent') return null;
  if (event.UserEvent === 'OmlPresence') return { type: 'presence', agentId, status: event.Status ?? '' };
  if (event.UserEvent === 'OmlMultinumber')
    return { type: 'multinumAnswered', agentId, phone: event.Phone ?? '' };
  if (event.UserEvent !== 'OmlCallLog') return null;
  return {
    type: 'callLog',
    event: event.CallEvent ?? '',
    agentId,
    callId: event.CallId ?? '',
    campaignId: number(event.Campaign),
    phone: event.Number ?? '',
  };
}

export function createAmiDriver(address: AmiAddress): PbxDriver {
  return {
    // The lab's PBX starts with the same people and campaigns; nothing to tell it.
    seed: () => Promise.resolve(),
    originate: (call) => act(address, 'Originate', originateFields(call)),
    queueAdd: ({ queue, interface: endpoint, memberName, penalty }) =>
      act(address, 'QueueAdd', {
        Queue: queue,
        Interface: endpoint,
        Penalty: penalty,
        Paused: 0,
        MemberName: memberName,
      }),
    queueRemove: ({ queue, interface: endpoint }) =>
      act(address, 'QueueRemove', { Queue: queue, Interface: endpoint }),
    queuePause: ({ interface: endpoint, paused }) =>
      act(address, 'QueuePause', { Interface: endpoint, Paused: String(paused) }),
    queueLog: ({ event, agentId, message }) =>
      act(address, 'QueueLog', {
        Queue: 'ALL',
        Event: event,
        Uniqueid: 'MANAGER',
        Interface: agentId,
        Message: message ?? '',
      }),
    hangup: (endpoint) => act(address, 'Hangup', { Channel: `/${endpoint}-/` }),
    async setPresence({ agentId, status }) {
      await act(address, 'DBPut', { Family: 'AGENT_STATUS', Key: agentId, Val: status });
    },
    async follow(listener) {
      let ami: Ami | undefined;
      let stopped = false;
      const open = async (): Promise<void> => {
        ami = await connect(address);
        ami.onEvent((message) => {
          const event = pbxEvent(message);
          if (event) listener(event);
        });
        ami.onClose(again);
      };
      // Asterisk may be restarted under us; OMniLeads' own follower comes back, too.
      const again = (): void => {
        if (!stopped) setTimeout(() => open().catch(again), FOLLOW_AGAIN_MS).unref();
      };
      await open();
      return () => {
        stopped = true;
        ami?.close();
      };
    },
  };
}
