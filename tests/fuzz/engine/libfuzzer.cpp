#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "fuzz/target.h"

// The harness around the one target that it is linked with.
//   fuzz-png --write-seeds FOLDER     the good and the bad examples as files
//   fuzz-png FOLDER… -max_total_time=60
namespace {

const seglab::test::FuzzTarget& target() {
    return seglab::test::fuzzTargets().front();
}

void writeSeeds(const std::string& folder) {
    int number = 0;
    for (const auto* seeds : {&target().good, &target().bad})
        for (const std::string& seed : *seeds)
            std::ofstream(folder + "/seed-" + std::to_string(number++), std::ios::binary) << seed;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    if (*count == 3 && std::string((*arguments)[1]) == "--write-seeds") {
        writeSeeds((*arguments)[2]);
        std::exit(0);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    seglab::test::survives(target(), {reinterpret_cast<const char*>(bytes), size});
    return 0;
}
