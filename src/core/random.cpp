#include "core/random.h"

#include <cassert>

namespace seglab::core {

Random::Random(std::uint64_t seed, std::uint64_t stream) : increment_((stream << 1) | 1u) {
    next();
    state_ += seed;
    next();
}

std::uint32_t Random::next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005ull + increment_;
    const auto shifted = std::uint32_t(((old >> 18) ^ old) >> 27);
    const auto rotation = std::uint32_t(old >> 59);
    return (shifted >> rotation) | (shifted << ((32 - rotation) & 31));
}

double Random::uniform() {
    const std::uint64_t high = next() >> 5;  // 27 bits
    const std::uint64_t low = next() >> 6;   // 26 bits
    return double((high << 26) | low) * 0x1p-53;
}

double Random::number(double low, double high) {
    return low + (high - low) * uniform();
}

std::int64_t Random::integer(std::int64_t low, std::int64_t high) {
    assert(low <= high);
    const std::uint64_t count = std::uint64_t(high) - std::uint64_t(low) + 1;  // 0 stands for all of 2^64
    // Refuse the last, incomplete run of `count` values, so that each is equally likely.
    const std::uint64_t refused = count == 0 ? 0 : (0 - count) % count;
    for (;;) {
        const std::uint64_t high32 = next();
        const std::uint64_t draw = (high32 << 32) | next();
        if (draw >= refused) return std::int64_t(std::uint64_t(low) + (count == 0 ? draw : draw % count));
    }
}

}  // namespace seglab::core
