/** The real content script, bundled as the extension's build does. */
import overlay from '@/entrypoints/overlay';

void overlay.main();
