import type { Emitter } from 'sip.js';

/** The emitter interface that SIP.js expects of a transport; its own implementation isn't exported. */
export class Signal<T> implements Emitter<T> {
  private listeners: ((data: T) => void)[] = [];

  addListener(listener: (data: T) => void, options?: { once?: boolean }): void {
    if (!options?.once) {
      this.listeners.push(listener);
      return;
    }
    const wrapped = (data: T) => {
      this.removeListener(wrapped);
      listener(data);
    };
    this.listeners.push(wrapped);
  }
  removeListener(listener: (data: T) => void): void {
    this.listeners = this.listeners.filter((l) => l !== listener);
  }
  on(listener: (data: T) => void): void {
    this.addListener(listener);
  }
  off(listener: (data: T) => void): void {
    this.removeListener(listener);
  }
  once(listener: (data: T) => void): void {
    this.addListener(listener, { once: true });
  }
  emit(data: T): void {
    for (const listener of Array.from(this.listeners)) listener(data);
  }
}
