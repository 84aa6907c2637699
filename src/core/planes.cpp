#include "core/planes.h"

#include <fmt/format.h>

#include "core/limits.h"

namespace seglab::core {

Shape asPlanes(const Shape& shape, int axes) {
    const std::size_t batched = std::size_t(axes) + 2;
    if (shape.size() != batched && shape.size() + 1 != batched)
        throw Error(Kind::BadInput, fmt::format("an array of rank {} does not fit: {}", shape.size(), toString(shape)),
                    axes == 2 ? "give [N,C,H,W] or [C,H,W]" : "give [N,C,L] or [C,L]");
    Shape planes = shape;
    if (shape.size() != batched) planes.insert(planes.begin(), 1);
    if (axes == 1) planes.insert(planes.begin() + 2, 1);
    return planes;
}

Shape fromPlanes(const Shape& planes, int axes, std::size_t rank) {
    Shape shape = planes;
    if (axes == 1) shape.erase(shape.begin() + 2);
    if (shape.size() > rank) shape.erase(shape.begin());
    return shape;
}

void checkAllocation(const Shape& shape, std::size_t elementBytes) {
    if (std::uint64_t(elementCount(shape)) > limits::kTensorBytes / elementBytes)
        throw Error(Kind::BadInput, fmt::format("an array of {} is too large", toString(shape)),
                    fmt::format("at most {} bytes are computed at once", limits::kTensorBytes));
}

void checkGradient(const Shape& gradient, const Shape& output) {
    if (gradient == output) return;
    throw Error(Kind::BadInput,
                fmt::format("a gradient of {} for an output of {}", toString(gradient), toString(output)),
                "it has the shape of what the forward operator returns");
}

}  // namespace seglab::core
