/*
 * In the place of linuxnet's handlers, those that answer at once: what is then left of an `up` is what Pulumi's engine costs.
 */
const Module = require("node:module");
const { isDeepStrictEqual } = require("node:util");

const load = Module._load;
let made = 0;

/** Of what the program gives, for nothing else is told. */
const isSame = (olds, news) => Object.keys(news).every((key) => isDeepStrictEqual(olds[key], news[key]));

const idle = {
  check: async (_olds, inputs) => ({ inputs, failures: [] }),
  diff: async (_id, olds, news) => ({ changes: !isSame(olds, news), replaces: [], deleteBeforeReplace: true }),
  create: async (outs) => ({ id: `idle-${++made}`, outs }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, outs) => ({ outs }),
  delete: async () => undefined,
};

Module._load = function (request, ...rest) {
  return request === "pulumi-linuxnet/provider"
    ? new Proxy({}, { get: () => idle })
    : load.call(this, request, ...rest);
};
