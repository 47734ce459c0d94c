/** The host's own network. */
export const HOST = undefined;

/** Namespaces that linuxnet did not make: two to put resources into, and one that none goes near. */
export const [RED, BLUE, GUEST] = ["red", "blue", "guest"];
