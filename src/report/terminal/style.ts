/** What a piece of terminal text means. */
export type Tone = 'good' | 'bad' | 'warn' | 'unclear' | 'strong' | 'soft';

/** Gives a text its look, or leaves it as it is where colour is off. */
export type Paint = (tone: Tone, text: string) => string;

const codes: Readonly<Record<Tone, string>> = {
  good: '32',
  bad: '1;31',
  warn: '33',
  unclear: '35',
  strong: '1',
  soft: '2',
};

/** ANSI colours of the reader's own palette, or none. */
export function painter(colour: boolean): Paint {
  return (tone, text) => (colour && text !== '' ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text);
}
