#pragma once

#include <string>
#include <vector>

#include "lab/state.h"

// The text commands: each returns what is printed on standard output, newline included. Errors are thrown. Covered
// numbers stay covered in all of them.
namespace seglab::lab {

std::string listCommand(bool json);
std::string paramsCommand(const Scene& scene, bool json);

struct DescribeOptions {
    std::vector<std::string> regions = {};  ///< only these; empty: all that are named
    bool measure = false;
    bool json = false;
};
std::string describeCommand(const Scene& scene, const DescribeOptions& options);
std::string traceCommand(const Scene& scene, bool json);

}  // namespace seglab::lab
