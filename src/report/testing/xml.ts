const name = /^[A-Za-z_:][\w:.-]*/u;
const token = /<\?xml [^?]*\?>|<\/([^\s>]+)>|<([^\s/>]+)((?:\s+[^\s=]+="[^"<]*")*)\s*(\/?)>|([^<]+)/uy;
const reference = /^&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);/u;
// Everything that XML 1.0 does not allow as a character.
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads an XML document and holds it to the rules of being well-formed: one root, elements closed in order,
 * attributes quoted and unique, no bare ampersand, no illegal character.
 * @returns every element's name in document order
 * @throws Error that says what is wrong and where
 */
export function elementsOf(xml: string): readonly string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const fail = (what: string, at: number): Error => new Error(`${what} at ${at}: ${xml.slice(at, at + 60)}`);
  const bad = illegal.exec(xml);
  if (bad !== null) throw fail('illegal character', bad.index);
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw fail('not a tag', at);
    const [whole, closing, opening, attributes = '', empty, text] = match;
    checkReferences(text ?? attributes, at);
    if (text !== undefined && open.length === 0 && text.trim() !== '')
      throw fail('text outside the root', at);
    if (closing !== undefined && open.pop() !== closing) throw fail(`</${closing}> closes nothing`, at);
    if (opening === undefined) continue;
    if (open.length === 0 && seen.length > 0) throw fail('a second root', at);
    if (name.exec(opening)?.[0] !== opening) throw fail(`bad name in ${whole}`, at);
    checkAttributes(attributes, at);
    seen.push(opening);
    if (empty !== '/') open.push(opening);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`);
  return seen;
}

function checkReferences(text: string, at: number): void {
  for (const { index } of text.matchAll(/&/gu)) {
    if (!reference.test(text.slice(index)))
      throw new Error(`bare ampersand near ${at}: ${text.slice(index, index + 20)}`);
  }
}

function checkAttributes(attributes: string, at: number): void {
  const names = [...attributes.matchAll(/([^\s=]+)="/gu)].map(([, key]) => key);
  if (new Set(names).size !== names.length) throw new Error(`an attribute twice near ${at}: ${attributes}`);
}
