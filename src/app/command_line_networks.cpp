#include "app/arguments.h"
#include "app/output.h"
#include "lab/nets_command.h"

// The commands on networks: nets.
namespace seglab::app {

int nets(const Invocation& invocation) {
    Arguments arguments(invocation, "nets", "[--json]",
                        "The networks: parameters, multiply-adds, memory of the activations, receptive field.");
    bool json = false;
    arguments.flag("--json", json, "One JSON document");
    if (arguments.parse()) print(lab::netsCommand(json));
    return 0;
}

}  // namespace seglab::app
