/** Distance between two words by id, and what is true of it. */
export interface GroundDistance {
  readonly label: string;
  /** Cap of the distance; Infinity for none. */
  readonly threshold: number;
  readonly isMetric: boolean;
  between(a: number, b: number): number;
}
