#pragma once

#include "core/tensor.h"

namespace seglab::core {

/// A tensor seen as [outer, channels, inner]. Channels are axis 0 of rank 1 and 3, otherwise axis 1.
struct ChannelView {
    std::int64_t outer = 1, count = 1, inner = 1;

    /// Throws BadInput for a single number.
    explicit ChannelView(const Shape& shape);

    std::size_t at(std::int64_t o, std::int64_t channel, std::int64_t i) const {
        return std::size_t((o * count + channel) * inner + i);
    }
};

std::size_t channelAxis(const Shape& shape);

}  // namespace seglab::core
