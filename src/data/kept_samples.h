#pragma once

#include "data/sample.h"

namespace seglab::data {

/// The same samples, of which the first that are asked for are kept, up to 64 MiB, a byte per value: images of 8 bits
/// (every value k/255) come back as they were. For training, which asks for each again and again in changing order.
/// As thread-safe as `make`.
std::function<Sample(std::size_t)> keptSamples(std::function<Sample(std::size_t)> make);

}  // namespace seglab::data
