#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/random.h"
#include "lab/lab.h"

namespace seglab::test {

inline double randomElement(core::Random& random) {
    const bool whole = random.integer(0, 2) > 0;
    return whole ? double(random.integer(-9, 9)) : random.number(-9, 9);
}

/// A value of the parameter's type, within the limits that hold in `table`; the present one where none is legal or
/// where it names a file.
inline core::Value randomValue(const core::ParameterTable& table, const core::Parameter& parameter,
                               core::Random& random) {
    core::Limits limits = table.limits(parameter.name);
    // Work grows with the picture, what is tested does not.
    constexpr double kLargestPicture = 40;
    if (parameter.name == "side") limits.maximum[0] = std::min(limits.maximum[0], kLargestPicture);
    const auto within = [&](int axis) {
        const double low = std::ceil(limits.minimum[axis]), high = std::floor(limits.maximum[axis]);
        return low <= high ? random.integer(std::int64_t(low), std::int64_t(high)) : std::int64_t(low);
    };
    switch (parameter.type) {
        case core::Type::Boolean:
            return random.integer(0, 1) == 1;
        case core::Type::Integer:
            return within(0);
        case core::Type::Number:
            return random.number(limits.minimum[0], limits.maximum[0]);
        case core::Type::Pair:
            return core::Pair{int(within(0)), int(within(1))};
        case core::Type::Matrix: {
            core::Matrix matrix(int(within(0)), int(within(1)));
            for (double& element : matrix.values) element = randomElement(random);
            return matrix;
        }
        case core::Type::Choice:
            return parameter.choices[std::size_t(random.integer(0, std::int64_t(parameter.choices.size()) - 1))];
        case core::Type::Text: {
            std::string text;
            for (std::int64_t length = random.integer(0, 12); length > 0; --length)
                text.push_back(char(random.integer(0x20, 0x7e)));
            return text;
        }
        case core::Type::File:
            return table.value(parameter.name);
    }
    return table.value(parameter.name);
}

/// A legal table: some parameters of the preset's table changed as by hand, so that what depends on them gives way.
/// Nothing is trained: that takes minutes, and has tests of its own.
inline core::ParameterTable randomTable(const lab::Lab& lab, core::Random& random, const std::string& preset) {
    core::ParameterTable table = lab.table(preset);
    for (const core::Parameter& parameter : table.declaration())
        if (parameter.name != "preset" && parameter.name != "training" && random.integer(0, 2) > 0)
            table.change(parameter.name, randomValue(table, parameter, random));
    return table;
}

}  // namespace seglab::test
