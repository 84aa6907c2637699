#include <algorithm>
#include <numeric>

#include "core/parameter_table.h"

namespace seglab::core {

namespace {

constexpr std::size_t kLongestWord = 64;  // nothing that we name is longer

// Names differ in case and in - or _ by habit, not by meaning.
std::string folded(std::string_view word) {
    std::string plain;
    for (char c : word) plain += c == '_' || c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return plain;
}

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> beforeLast(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
    std::iota(last.begin(), last.end(), 0);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] != b[j - 1];
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + change});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) current[j] = std::min(current[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.empty() || word.size() > kLongestWord) return {};
    const std::string wanted = folded(word);
    std::string best;
    std::size_t smallest = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::string name = folded(candidate);
        // The beginning of a long name is as close as one typing error.
        const bool begins = wanted.size() >= 3 && name.compare(0, wanted.size(), wanted) == 0;
        const std::size_t far = begins && name != wanted ? 1 : distance(wanted, name);
        if (far < smallest) smallest = far, best = candidate;
    }
    return best;
}

}  // namespace seglab::core
