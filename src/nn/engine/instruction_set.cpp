#include "nn/engine/instruction_set.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "core/error.h"

namespace seglab::nn {

namespace {

#if defined(SEGLAB_KERNELS_X86)
// Single features, as clang 14 does not know the levels' names.
bool hasV3() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}
bool hasV4() {
    return hasV3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

}  // namespace

std::vector<const kernels::Table*> availableKernels() {
    std::vector<const kernels::Table*> tables = {&kernels::kPortable};
#if defined(SEGLAB_KERNELS_X86)
    if (hasV3()) tables.push_back(&kernels::kV3);
    if (hasV4()) tables.push_back(&kernels::kV4);
#endif
    return tables;
}

const kernels::Table& chosenKernels() {
    const std::vector<const kernels::Table*> tables = availableKernels();
    const char* wanted = std::getenv("SEGLAB_ISA");
    if (!wanted || !*wanted) return *tables.back();
    std::string names;
    for (const kernels::Table* table : tables) {
        if (std::string(wanted) == table->name) return *table;
        names += fmt::format("{}{}", names.empty() ? "" : ", ", table->name);
    }
    throw Error(Kind::Usage, fmt::format("no instruction set \"{}\" on this machine", wanted),
                fmt::format("set it to one of {}, or leave it out", names), "SEGLAB_ISA");
}

}  // namespace seglab::nn
