import * as linuxnet from "pulumi-linuxnet";

// A namespace: a network of its own, with nothing in it but lo.
const ns0 = new linuxnet.Namespace("ns0");

export const namespace = ns0.name;
