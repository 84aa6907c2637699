#include "core/halving.h"

#include <algorithm>

#include "core/error.h"
#include "core/sizes.h"

namespace seglab::core {

namespace {

/// One axis, half as large.
int halved(int size, OddSize rule) {
    if (rule == OddSize::Floor)
        return outputSize(Operation::MaxPooling, {.input = size, .kernel = 2, .stride = 2, .padding = 0});
    return outputSize(Operation::Convolution, {.input = size, .kernel = 3, .stride = 2, .padding = 1});
}

}  // namespace

std::vector<HalvingLevel> halvings(Pair picture, int count, OddSize rule) {
    if (picture.height < 1 || picture.width < 1)
        throw Error(Kind::BadInput, "a picture without rows or columns cannot be halved",
                    "give it at least one of each", "halving");
    std::vector<HalvingLevel> levels{{.size = picture, .unread = {0, 0}, .covered = picture, .doubled = picture}};
    for (int level = 1; level <= count; ++level) {
        const Pair above = levels.back().size, size{halved(above.height, rule), halved(above.width, rule)};
        if (size.height < 1 || size.width < 1 || above == Pair{1, 1}) break;
        HalvingLevel next{.size = size, .unread = {0, 0}, .covered = picture, .doubled = size};
        for (int axis = 0; axis < 2; ++axis) {
            next.doubled[axis] = size[axis] << level;
            if (rule == OddSize::Floor) next.unread[axis] = above[axis] % 2;
            next.covered[axis] = std::min(picture[axis], next.doubled[axis]);
        }
        levels.push_back(next);
    }
    return levels;
}

}  // namespace seglab::core
