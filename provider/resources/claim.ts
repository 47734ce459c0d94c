/** A value of an input that is one resource's alone. */
export interface Claim {
  /** Equal for equal claims. */
  key: string;
  path: string;
  value: string;
}
