/**
 * Pictures of every screen × language × scheme into .output/screens, with a page that shows them all; ends with one JSON line.
 * `--only talk` takes the screens whose name contains "talk"; `--language es` and `--scheme dark` narrow further;
 * `--docs` renews the few that the documentation shows, side by side, in docs/screens.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHOTS } from '../tests/e2e/screens/catalogue';
import type { Shot } from '../tests/e2e/screens/shot';
import { LANGUAGES, launch, openGallery, SCHEMES, type Gallery } from '../tests/e2e/screens/shoot';

const FOLDER = join('.output', 'screens');
const DOCS = join('docs', 'screens');
const IN_DOCS = ['options-first', 'idle', 'ringing', 'talking', 'error'];
const DOCS_LANGUAGES = ['en', 'es'];
/** As wide as the panel; the options page is scaled to the panels' height. */
const DOCS_HEIGHT_PX = 600;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    language: { type: 'string' },
    scheme: { type: 'string' },
    docs: { type: 'boolean' },
  },
});
const file = (shot: string, language: string, scheme: string): string => `${shot}.${language}.${scheme}.png`;

async function picture(
  gallery: Gallery,
  shot: Shot,
  language: string,
  scheme: (typeof SCHEMES)[number],
): Promise<void> {
  const page = await gallery.visit(shot, language, scheme);
  // The popup is as high as its content; a panel is what its frame shows of it.
  const subject = shot.view === 'popup' ? await page.$('.phone') : page;
  const image = await subject?.screenshot({ fullPage: shot.view === 'options' });
  if (!image) throw new Error(`${shot.name} has no phone in it`);
  await writeFile(join(FOLDER, file(shot.name, language, scheme)), image);
}

/** All pictures on one page, a row per screen. */
function overview(shots: readonly Shot[], languages: readonly string[], schemes: readonly string[]): string {
  const row = (shot: Shot): string => {
    const images = languages.flatMap((language) =>
      schemes.map(
        (scheme) =>
          `<img loading="lazy" alt="${language}, ${scheme}" src="${file(shot.name, language, scheme)}">`,
      ),
    );
    return `<h2>${shot.name}</h2><div>${images.join('')}</div>`;
  };
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>
<style>body{font:16px sans-serif;background:#8a8f98;margin:1rem}div{display:flex;gap:1rem;overflow-x:auto}img{height:600px}</style>
<h1>Every screen and state</h1>${shots.map(row).join('\n')}</html>`;
}

/** A few screens side by side: one picture per language and scheme. */
async function docs(): Promise<void> {
  await mkdir(DOCS, { recursive: true });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    for (const language of DOCS_LANGUAGES) {
      for (const scheme of SCHEMES) {
        const files = await Promise.all(
          IN_DOCS.map((name) => readFile(join(FOLDER, file(name, language, scheme)), 'base64')),
        );
        const images = files.map(
          (data) => `<img style="height:${DOCS_HEIGHT_PX}px" src="data:image/png;base64,${data}">`,
        );
        await page.setContent(
          `<body style="margin:0"><div style="display:inline-flex;gap:16px;padding:16px;background:#8a8f98">${images.join('')}</div>`,
        );
        const strip = await page.$('div');
        if (strip) await writeFile(join(DOCS, `${language}-${scheme}.png`), await strip.screenshot());
      }
    }
  } finally {
    await browser.close();
  }
}

const shots = SHOTS.filter((shot) =>
  values.docs ? IN_DOCS.includes(shot.name) : !values.only || shot.name.includes(values.only),
);
const languages = LANGUAGES.filter((language) => !values.language || language === values.language);
const schemes = SCHEMES.filter((scheme) => !values.scheme || scheme === values.scheme);

await mkdir(FOLDER, { recursive: true });
/** As sharp as the documentation shows them. */
const PICTURE_SCALE = 2;
const gallery = await openGallery(PICTURE_SCALE);
let screens = 0;
try {
  for (const shot of shots) {
    for (const language of languages) {
      for (const scheme of schemes) {
        await picture(gallery, shot, language, scheme);
        screens += 1;
      }
    }
  }
} finally {
  await gallery.close();
}
await writeFile(join(FOLDER, 'index.html'), overview(shots, languages, schemes));
if (values.docs) await docs();
console.log(JSON.stringify({ screens, folder: FOLDER }));
