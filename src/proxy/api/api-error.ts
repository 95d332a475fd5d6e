/** A refusal that the API answers with a status and a text. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** 400 in Toxiproxy's words. */
export const badRequestBody = (detail: string): ApiError => new ApiError(`bad request body: ${detail}`, 400);
/** 400: `missing required field: name`. */
export const missingField = (field: string): ApiError =>
  new ApiError(`missing required field: ${field}`, 400);
/** 404. */
export const proxyNotFound = (): ApiError => new ApiError('proxy not found', 404);
/** 409. */
export const proxyAlreadyExists = (): ApiError => new ApiError('proxy already exists', 409);
/** 400, checked before the toxic's type. */
export const invalidStream = (): ApiError =>
  new ApiError('stream was invalid, can be either upstream or downstream', 400);
/** 400. */
export const invalidToxicType = (): ApiError => new ApiError('invalid toxic type', 400);
/** 409: names are unique in a proxy, over both streams. */
export const toxicAlreadyExists = (): ApiError => new ApiError('toxic already exists', 409);
/** 404. */
export const toxicNotFound = (): ApiError => new ApiError('toxic not found', 404);
/** 400, where Toxiproxy would accept a value that does harm. */
export const invalidValue = (detail: string): ApiError => new ApiError(`invalid value: ${detail}`, 400);

/** Any failure as an answer: 500 with its message unless it is a refusal already. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(error instanceof Error ? error.message : String(error), 500);
}
