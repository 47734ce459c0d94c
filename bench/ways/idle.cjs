/*
 * In the place of linuxnet's handlers, those that answer at once: what is then left of an `up` is what Pulumi's engine costs.
 */
const Module = require("node:module");

const load = Module._load;
let made = 0;

const idle = {
  check: async (_olds, inputs) => ({ inputs, failures: [] }),
  diff: async () => ({ changes: false, replaces: [], deleteBeforeReplace: true }),
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
