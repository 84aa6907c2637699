#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// A parser of hostile input, as data. The same file gives a libFuzzer harness (engine/, preset `fuzz`: fuzz-png) and a
// row of the ordinary test test-fuzz. A new parser is one more tests/fuzz/<name>.cpp with one SEGLAB_FUZZ_TARGET.
namespace seglab::test {

struct FuzzTarget {
    std::string name;  ///< the file's stem
    /// Parses and holds the result to what it promises (abort() where it does not). Throws Error for what it refuses,
    /// of no other kind than BadInput, Usage or File.
    std::function<void(std::string_view bytes)> parse;
    std::vector<std::string> good;  ///< well-formed: what a fuzzer starts from
    /// Malformed, each in its own way: refused with a message of its own that says what to do.
    std::vector<std::string> bad;
};

/// Those that this program was linked with, by name.
const std::vector<FuzzTarget>& fuzzTargets();
bool addFuzzTarget(FuzzTarget target);

/// abort() with the sentence on standard error: a promise that does not hold.
void require(bool holds, const char* promise);

/// Calls parse; a refusal is as good as a result. True where nothing was refused.
bool survives(const FuzzTarget& target, std::string_view bytes);

#define SEGLAB_FUZZ_TARGET(...) \
    [[maybe_unused]] static const bool kRegistered = ::seglab::test::addFuzzTarget(__VA_ARGS__);

}  // namespace seglab::test
