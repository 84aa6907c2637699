#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nn/network.h"

// The networks that are known by name. networks/*.cpp describe them.
namespace seglab::nn {

struct NetworkOptions {
    int inputChannels = 3;
    int classes = 6;
};

/// In the order in which `seglab nets` lists them.
std::vector<std::string> networkNames();

/// Throws Usage for a name that is not known (with the nearest), BadInput for options below one.
Network namedNetwork(std::string_view name, const NetworkOptions& options = {});

}  // namespace seglab::nn
