#include "core/tensor.h"

#include <limits>

namespace seglab::core {

std::int64_t elementCount(const Shape& shape) {
    // A zero anywhere makes the product zero, so the overflow check must not depend on the order of the axes.
    std::int64_t count = 1;
    for (std::int64_t size : shape) {
        if (size < 0)
            throw Error(Kind::BadInput, "a shape of " + toString(shape) + " has a negative size",
                        "sizes are 0 or more");
        if (size == 0) return 0;
        if (count > std::numeric_limits<std::int64_t>::max() / size)
            throw Error(Kind::BadInput, "a shape of " + toString(shape) + " has too many elements to count");
        count *= size;
    }
    return count;
}

std::string toString(const Shape& shape) {
    std::string text;
    for (std::int64_t size : shape) {
        if (!text.empty()) text += " x ";
        text += std::to_string(size);
    }
    return text.empty() ? "a single number" : text;
}

}  // namespace seglab::core
