/**
 * Runs in the page before anything else, with all the power a page has: notes every key, event, message, global, frame and
 * request, and tries to get into whatever stands on <html>. What it reports, a page could have learnt.
 */
export interface SpyReport {
  readonly keys: string; // everything typed that the page heard
  readonly globals: readonly string[];
  readonly resources: readonly string[];
  readonly frames: number;
  readonly messages: number;
  readonly inside: readonly string[]; // ways into our element
  readonly attributes: readonly string[]; // attributes that appeared on the page's own elements or on ours
  readonly highlights: number;
  readonly sheets: number;
  readonly shift: number; // layout shift while nobody did anything
}

export function installSpy(): void {
  const keys: string[] = [];
  const inside = new Set<string>();
  const attributes = new Set<string>();
  let frames = 0;
  let messages = 0;
  let shift = 0;
  const all = Document.prototype.querySelectorAll; // a page may have an element of that name
  const ours = (): Element[] =>
    [...all.call(document, 'html > [popover], dialog > [popover]')].filter((e) =>
      /^[a-z]{6}-[a-z]{8}$/.test(e.localName),
    );
  const before = new Set(Object.getOwnPropertyNames(window));
  const look = (event: Event): void => {
    const typed = event as KeyboardEvent & InputEvent;
    if (typed.key) keys.push(typed.key);
    if (typed.data) keys.push(typed.data);
    for (const node of event.composedPath())
      if (
        node instanceof Element &&
        (node.matches('.launcher,.chip,.panel') ||
          (node.getRootNode() !== document && ours().includes((node.getRootNode() as ShadowRoot).host)))
      )
        inside.add(`event path of ${event.type}`);
  };
  for (const type of [
    'keydown',
    'keypress',
    'keyup',
    'input',
    'beforeinput',
    'compositionend',
    'click',
    'pointerdown',
    'pointermove',
    'focusin',
  ])
    addEventListener(type, look, true);
  // the page's own forgeries aside
  addEventListener(
    'message',
    ({ data }) => (messages += String(data?.type).startsWith('wxt:') ? 0 : 1),
    true,
  );
  const observe = (): void => {
    new MutationObserver((records) => {
      for (const { target, attributeName } of records)
        if (attributeName && /overlay|phone|agent/i.test(attributeName))
          attributes.add(`${(target as Element).localName}[${attributeName}]`);
    }).observe(document, { attributes: true, subtree: true });
  };
  observe();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setInterval(() => {
    frames = Math.max(frames, window.length - all.call(document, 'iframe').length);
    for (const element of ours() as HTMLElement[]) {
      if (element.shadowRoot) inside.add('shadowRoot');
      if (element.childNodes.length > 0) inside.add('children');
      if (element.innerText) inside.add('text');
      for (const name of element.getAttributeNames()) if (name !== 'popover') attributes.add(`ours[${name}]`);
      const { width, height } = element.getBoundingClientRect();
      if (width * height > 0) inside.add('size');
    }
  }, 50);
  (window as unknown as { __spy: () => SpyReport }).__spy = () => ({
    keys: keys.join(''),
    globals: Object.getOwnPropertyNames(window).filter(
      (name) => !before.has(name) && name !== '__spy' && !name.startsWith('page_'),
    ),
    resources: performance
      .getEntriesByType('resource')
      .map((e) => e.name)
      .filter((name) => !name.startsWith(location.origin)),
    frames,
    messages,
    inside: [...inside],
    attributes: [...attributes],
    highlights: CSS.highlights.size,
    sheets: document.adoptedStyleSheets.length,
    shift,
  });
}
