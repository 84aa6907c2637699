#include "core/channels.h"

namespace seglab::core {

std::size_t channelAxis(const Shape& shape) {
    if (shape.empty()) throw Error(Kind::BadInput, "a single number has no channels", "give [N,C,H,W] or [C,H,W]");
    return shape.size() == 1 || shape.size() == 3 ? 0 : 1;
}

ChannelView::ChannelView(const Shape& shape) {
    const std::size_t axis = channelAxis(shape);
    count = shape[axis];
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (i != axis) (i < axis ? outer : inner) *= shape[i];
}

}  // namespace seglab::core
