/** Whether a `Content-Type` header says that a body is JSON. */
export function saysJson(contentType: string | string[] | null | undefined): boolean {
  if (typeof contentType !== 'string') return false;
  const [mediaType = ''] = contentType.split(';');
  return mediaType.trim().toLowerCase() === 'application/json';
}
