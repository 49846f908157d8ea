/** The refusals of Rekognition that this stand-in gives, by Amazon's own names. */
export type RefusalName =
  | 'ImageTooLargeException'
  | 'InternalServerError'
  | 'InvalidImageFormatException'
  | 'InvalidParameterException'
  | 'InvalidS3ObjectException'
  | 'UnknownOperationException';

/** A request that Rekognition answers with one of its named errors; the message is what the SDK shows. */
export class RekognitionError extends Error {
  override readonly name: RefusalName;

  constructor(name: RefusalName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }

  /** The HTTP status that the JSON 1.1 protocol gives it: 500 when the fault is ours, so that the SDK retries. */
  get status(): 400 | 500 {
    return this.name === 'InternalServerError' ? 500 : 400;
  }
}
