#include "fuzz/target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/error.h"

namespace seglab::test {

namespace {

std::vector<FuzzTarget>& registered() {
    static std::vector<FuzzTarget> targets;
    return targets;
}

}  // namespace

const std::vector<FuzzTarget>& fuzzTargets() {
    return registered();
}

bool addFuzzTarget(FuzzTarget target) {
    auto& all = registered();
    const auto byName = [](const FuzzTarget& a, const FuzzTarget& b) { return a.name < b.name; };
    all.insert(std::upper_bound(all.begin(), all.end(), target, byName), std::move(target));
    return true;
}

void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

bool survives(const FuzzTarget& target, std::string_view bytes) {
    try {
        target.parse(bytes);
        return true;
    } catch (const Error& error) {
        const bool known = error.kind() == Kind::BadInput || error.kind() == Kind::Usage || error.kind() == Kind::File;
        require(known, "what is refused is bad input, usage or a file");
        require(!error.problem().empty(), "a refusal says what is wrong");
        return false;
    }
}

}  // namespace seglab::test
