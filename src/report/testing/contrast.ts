import type { Page } from 'playwright-core';
import { z } from 'zod';

const channels = z.array(z.number()).length(4);
const textNode = z.object({
  text: z.string(),
  colour: channels,
  /** From the page's own ground up to the one the text stands on; an entry is one paint, or the stops of a gradient. */
  grounds: z.array(z.array(channels)),
  /** Of the element and all that it is in. */
  opacity: z.number(),
});
type Channels = z.infer<typeof channels>;

/** A text that is hard to read. */
export interface LowContrast {
  readonly text: string;
  readonly ratio: number;
}

// Runs in the page: every visible text with its colour and every ground under it, as RGBA from 0 to 255.
const readTexts = String.raw`(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (known.has(colour)) return known.get(colour);
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = '#000';
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    return known.get(colour);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (node.data.trim() === '' || element.closest('title, desc, style, .hidden, .skip')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    const svg = element.namespaceURI.endsWith('svg');
    const style = getComputedStyle(element);
    const grounds = [];
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) {
      const own = getComputedStyle(at);
      opacity *= Number(own.opacity);
      const stops = own.backgroundImage.match(/(?:rgba?|color)\([^)]*\)/g);
      if (stops) grounds.unshift(stops.map(rgba));
      grounds.unshift([rgba(own.backgroundColor)]);
    }
    found.push({ text: node.data.trim().slice(0, 60), colour: rgba(svg ? style.fill : style.color), grounds, opacity });
  }
  return found;
})()`;

/** Texts of the page whose contrast (WCAG 2.2) is below `least` on any ground they may stand on, and how many were measured. */
export async function lowContrast(
  page: Page,
  least: number,
): Promise<{ readonly measured: number; readonly low: readonly LowContrast[] }> {
  const texts = z.array(textNode).parse(await page.evaluate(readTexts));
  const measuredTexts = texts.map(({ text, colour, grounds, opacity }) => ({
    text,
    ratio: Math.min(...flattened(grounds).map((ground) => contrast(over(colour, ground, opacity), ground))),
  }));
  return { measured: texts.length, low: measuredTexts.filter(({ ratio }) => ratio < least) };
}

/** Every colour the topmost ground can have, painted over those under it. */
function flattened(grounds: readonly (readonly Channels[])[]): readonly Channels[] {
  return grounds.reduce<readonly Channels[]>(
    (under, paints) => under.flatMap((below) => paints.map((paint) => over(paint, below, 1))),
    [[255, 255, 255, 255]],
  );
}

function over(
  [red = 0, green = 0, blue = 0, alpha = 0]: Channels,
  below: Channels,
  opacity: number,
): Channels {
  const share = (alpha / 255) * opacity;
  const mixed = [red, green, blue].map((value, index) => value * share + (below[index] ?? 0) * (1 - share));
  return [...mixed, 255];
}

function contrast(a: Channels, b: Channels): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Channels): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
