/** Views: state in, commands out. Nothing here reaches the browser, the line or the server. */
export { PhoneView, type PhoneViewProps } from './panel/phone-panel';
export { OptionsView, type OptionsActions, type OptionsViewProps } from './options/options-view';
export type { MicrophoneView } from './options/microphone';
export type { TestResult } from './options/self-test';
export type { Credentials } from './options/sign-in';
export type { HostActions } from './context';
export { SiteSwitch } from './popup/site-switch';
export { faceOf, type Face, type Tone } from './model/face';
export { partsOf, type Parts } from './model/parts';
