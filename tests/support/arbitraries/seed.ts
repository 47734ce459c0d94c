/** Every run draws the same; a failure shows the seed and the inputs. */
export const SEED = 20260801;
