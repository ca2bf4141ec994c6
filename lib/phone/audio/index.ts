/** Door of the phone document's sound: the microphone, the customer's voice, the ring; and the devices behind them. */
export { browserAudioDeps } from './browser';
export { createAudio, type Audio, type AudioDeps, type AudioEvents } from './audio';
export { REMOTE_AUDIO_ID } from './player';
export { type DeviceLists, type DeviceRole } from './devices';
