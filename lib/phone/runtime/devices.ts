/** Devices that come and go, also in the middle of a call. */
import type { ErrorCode } from '@/lib/diagnostics';
import { missingRoles } from '../audio/devices';
import type { PhoneContext } from '../context';
import { lookAtMicrophone } from '../session/microphone';
import type { DevicesView } from '../state';

export interface DeviceEvents {
  onDevices(lists: Pick<DevicesView, 'inputs' | 'outputs'>): void;
  onDeviceLost(role: 'microphone' | 'speaker' | 'ring'): void;
  onMicrophone(stream: MediaStream): void;
  onMicrophoneFailed(code: ErrorCode): void;
  onPermission(): void;
}

/** @param proceed registers, if a microphone is what the registration waited for */
export function createDeviceEvents(phone: PhoneContext, proceed: () => Promise<void>): DeviceEvents {
  /** So that a call needn't ask first: what is remembered is what the browser would say. */
  const look = async (): Promise<void> => {
    if (phone.store.get().devices.microphone === 'unknown') return; // nobody has wanted one yet
    try {
      if ((await lookAtMicrophone(phone)) === null) await proceed();
    } catch (thrown) {
      phone.ports.log.warn('phone', 'microphone not looked at', { error: String(thrown) });
    }
  };
  return {
    onDevices(lists) {
      const { devices } = phone.store.get();
      phone.store.set({ devices: { ...devices, ...lists } });
      if (missingRoles(devices.chosen, lists).size === 0) phone.clear('device');
      void look();
    },
    onPermission: () => void look(),
    onDeviceLost: (role) => phone.notice('deviceLost', { role }),
    onMicrophone(stream) {
      const session = phone.sessions.get(phone.store.get().call.call?.sessionId ?? '');
      if (!session) return stream.getTracks().forEach((track) => track.stop());
      session
        .replaceMicrophone(stream)
        .catch((thrown: unknown) => phone.failed(thrown, 'replace microphone'));
    },
    onMicrophoneFailed: (code) => phone.notice(code),
  };
}
