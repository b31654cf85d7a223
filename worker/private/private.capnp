@0xd2f1a6a7c0b35e94;

using Workerd = import "/workerd/workerd.capnp";

# Nothing private is reached. Everything else goes through the runtime's own network, which refuses private addresses.
const network :Workerd.Network = ( allow = [] );

# The JavaScript engine has the limits it has by itself.
const flags :List(Text) = [];
