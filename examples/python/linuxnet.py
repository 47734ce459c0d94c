"""linuxnet's kinds, with the arguments of the TypeScript SDK; where one takes a resource there, it takes a name here."""

import pulumi


class Resource(pulumi.CustomResource):
    # What a program may read beside its own arguments.
    outputs: tuple[str, ...] = ()

    def __init__(self, resource_name, opts=None, **arguments):
        attributes = {**dict.fromkeys(self.outputs), **arguments}
        super().__init__(f"linuxnet:index:{type(self).__name__}", resource_name, attributes, opts)


class Namespace(Resource):
    outputs = ("name", "path")


class VethPair(Resource):
    outputs = ("name", "mac", "address", "address6", "peer")


class Bridge(Resource):
    outputs = ("name", "mac", "address", "address6")


class Route(Resource):
    pass


class Masquerade(Resource):
    pass


class PortForward(Resource):
    pass


class ContainerNetwork(Resource):
    outputs = ("name", "bridge", "gateway", "attached")


class Container(Resource):
    outputs = ("namespace", "address", "mac")


class Service(Resource):
    pass
