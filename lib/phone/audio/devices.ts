/** Which devices there are, and which chosen one is missing. Pure. */
import type { DeviceSettings } from '@/lib/settings/types';
import type { DevicesView } from '../state';

export type DeviceLists = Pick<DevicesView, 'inputs' | 'outputs'>;
export type DeviceRole = 'microphone' | 'speaker' | 'ring';

/** The browser lists the default device twice, once under these ids; ours for it is ''. */
const ALIASES = new Set(['', 'default', 'communications']);

export function readDevices(
  infos: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[],
): DeviceLists {
  const of = (kind: MediaDeviceKind) =>
    infos
      .filter((info) => info.kind === kind && !ALIASES.has(info.deviceId))
      .map((info) => ({ id: info.deviceId, label: info.label }));
  return { inputs: of('audioinput'), outputs: of('audiooutput') };
}

/** Chosen devices that aren't connected. The default ('') is never missing. */
export function missingRoles(chosen: DeviceSettings, lists: DeviceLists): ReadonlySet<DeviceRole> {
  const missing = new Set<DeviceRole>();
  const gone = (id: string, list: DeviceLists['inputs']) =>
    id !== '' && !list.some((device) => device.id === id);
  if (gone(chosen.microphoneId, lists.inputs)) missing.add('microphone');
  if (gone(chosen.speakerId, lists.outputs)) missing.add('speaker');
  if (gone(chosen.ringId, lists.outputs)) missing.add('ring');
  return missing;
}
