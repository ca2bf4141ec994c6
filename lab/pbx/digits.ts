import type { Ami } from './ami';

interface Heard {
  channel: string;
  uniqueId: string;
  linkedId: string;
  digit: string;
}

/** Every digit Asterisk received, whichever way it came. */
export class DigitsLog {
  #heard: Heard[] = [];

  follow(ami: Ami): void {
    ami.onEvent((event) => {
      if (event.Event !== 'DTMFEnd' || event.Direction !== 'Received') return;
      const {
        Channel: channel = '',
        Uniqueid: uniqueId = '',
        Linkedid: linkedId = '',
        Digit: digit = '',
      } = event;
      this.#heard.push({ channel, uniqueId, linkedId, digit });
    });
  }

  of(channelOrId: string): string {
    return this.#heard
      .filter(
        (one) =>
          one.channel.startsWith(channelOrId) || one.uniqueId === channelOrId || one.linkedId === channelOrId,
      )
      .map((one) => one.digit)
      .join('');
  }
}
