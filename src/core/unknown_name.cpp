#include "core/unknown_name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/parameter_table.h"

namespace seglab::core {

Error unknownName(std::string_view what, std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t kReadable = 24;
    constexpr std::size_t kLongestWord = 200;  // what is longer is no misspelt name, and is slow to compare
    std::string problem = fmt::format("there is no {} \"{}\"", what, word.substr(0, kLongestWord));
    const std::string near = word.size() <= kLongestWord ? nearest(word, candidates) : std::string();
    if (!near.empty()) return Error(Kind::Usage, problem, fmt::format("did you mean {}?", near));
    if (candidates.empty() || candidates.size() > kReadable) return Error(Kind::Usage, problem);
    return Error(Kind::Usage, problem, fmt::format("known are: {}", fmt::join(candidates, ", ")));
}

}  // namespace seglab::core
