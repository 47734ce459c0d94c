import pulumi

import linuxnet

# A switch. The host has an address on it; the cables' ends on the host need none.
br0 = linuxnet.Bridge("br0", addresses=["10.0.0.1/24"])

ns0 = linuxnet.Namespace("ns0")
veth0 = linuxnet.VethPair(
    "veth0",
    master=br0.name,
    peer={"name": "ceth0", "namespace": ns0.name, "addresses": ["10.0.0.2/24"]},
)

ns1 = linuxnet.Namespace("ns1")
veth1 = linuxnet.VethPair(
    "veth1",
    master=br0.name,
    peer={"name": "ceth1", "namespace": ns1.name, "addresses": ["10.0.0.4/24"]},
)

# Where ns0 and ns1 send what is not for 10.0.0.0/24. Naming the device puts the route after its cable.
for name, namespace, veth in (("default0", ns0, veth0), ("default1", ns1, veth1)):
    linuxnet.Route(
        name,
        namespace=namespace.name,
        destination="default",
        gateway=br0.address,
        device=veth.peer["name"],
    )

# The host forwards their packets, and stands in for them as the source: the internet knows no way back to 10.0.0.2.
linuxnet.Masquerade("internet", source="10.0.0.0/16", outInterface="enp0s1", inInterface=br0.name)

# Who calls port 8080 of the host reaches the web server in ns0.
linuxnet.PortForward(
    "web",
    hostAddress="192.168.64.5",
    hostPort=8080,
    targetAddress=veth0.peer["address"],
    targetNetwork="10.0.0.0/24",
)

pulumi.export("path", ns0.path)
