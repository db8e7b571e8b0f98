/** A text and the class people put it in. */
export interface LabelledDocument {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}
