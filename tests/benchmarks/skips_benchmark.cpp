#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/error.h"
#include "lab/skip_runs.h"

// The same U-Net without skips, with added and with concatenated ones, from several seeds: benchmark-skips DATA STEPS
// SEEDS prints the lines of assets/curves/skips-DATA.csv. It takes minutes.
int main(int argc, char** argv) {
    using namespace seglab;
    if (argc != 4) {
        fmt::print(stderr, "usage: benchmark-skips pasture|cells STEPS SEEDS\n");
        return int(Kind::Usage);
    }
    try {
        lab::SkipBudget budget;
        budget.data = argv[1];
        budget.steps = std::max(10, std::atoi(argv[2]) / 10 * 10);
        budget.every = budget.steps / 10;
        std::vector<lab::SkipRun> all;
        for (int seed = 0; seed < std::atoi(argv[3]); ++seed) {
            std::vector<lab::SkipRun> last;
            lab::trainSkips(budget, seed, {.measured = [&](const auto& runs) { last = runs; }});
            all.insert(all.end(), last.begin(), last.end());
        }
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.way != b.way ? a.way < b.way : a.seed < b.seed; });
        fmt::print("{}", lab::toText(all));
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return int(error.kind());
    }
}
