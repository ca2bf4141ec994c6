/** Runs in the browser: our SIP stack and JsSIP's defaults, both with the same dead STUN server, answering the same INVITE. */
import JsSIP from 'jssip';
import { createSipPhone, type SipAccount } from '@/lib/sip';

declare global {
  interface Window {
    bench: {
      offer(): Promise<string>;
      startOurs(server: string, stun: string): Promise<void>;
      startJsSip(server: string, stun: string): Promise<void>;
    };
  }
}

const microphone = (): Promise<MediaStream> => navigator.mediaDevices.getUserMedia({ audio: true });

window.bench = {
  /**
   * What a PBX offers: real candidates, behind which nobody speaks ICE before it has our answer. (A live peer connection of
   * the browser does answer checks that early, and Chromium then ends gathering at once: no PBX behaves so.)
   */
  async offer() {
    const connection = new RTCPeerConnection({ iceServers: [] });
    const stream = await microphone();
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    await connection.setLocalDescription(await connection.createOffer());
    if (connection.iceGatheringState !== 'complete') {
      await new Promise<void>((resolve) => {
        connection.addEventListener('icegatheringstatechange', () => {
          if (connection.iceGatheringState === 'complete') resolve();
        });
      });
    }
    const sdp = connection.localDescription?.sdp ?? '';
    connection.close();
    return sdp;
  },

  startOurs: (server, stun) =>
    new Promise((resolve, reject) => {
      const account: SipAccount = {
        servers: [server],
        user: 'ours',
        password: 'x',
        domain: 'bench.invalid',
        instanceId: 'urn:uuid:3f0c5c9e-6a35-4a4b-9b8f-0c6d1f2f7a11',
        iceServers: [{ urls: stun }],
        tones: 'info',
      };
      const phone = createSipPhone({
        media: { microphone, play: () => undefined },
        events: {
          onRegistration: (state) => {
            if (state.phase === 'registered') resolve();
          },
          onInvite(session) {
            session.answer().catch(reject);
            const nothing = (): void => undefined;
            return { onEnded: nothing, onEstablished: nothing, onReinvite: nothing, onMedia: nothing };
          },
        },
      });
      phone.start(account).catch(reject);
    }),

  startJsSip: (server, stun) =>
    new Promise((resolve, reject) => {
      const socket = new JsSIP.WebSocketInterface(server);
      const agent = new JsSIP.UA({ sockets: [socket], uri: 'sip:jssip@bench.invalid', password: 'x' });
      agent.on('registered', () => resolve());
      agent.on('registrationFailed', () => reject(new Error('JsSIP was not registered')));
      agent.on('newRTCSession', ({ session }: { session: { answer(options: object): void } }) => {
        session.answer({
          mediaConstraints: { audio: true, video: false },
          pcConfig: { iceServers: [{ urls: stun }] },
        });
      });
      agent.start();
    }),
};
