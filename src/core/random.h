#pragma once

#include <cstdint>

namespace seglab::core {

/// PCG-XSH-RR 64/32: M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random
/// Number Generation" (2014), sec. 6.3. A copyable value; the same numbers on every machine, which std::*_distribution
/// does not promise.
class Random {
public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

    std::uint32_t next();                                       ///< uniform over all 32 bits
    double uniform();                                           ///< [0, 1), 53 random bits
    double number(double low, double high);                     ///< [low, high)
    std::int64_t integer(std::int64_t low, std::int64_t high);  ///< low ... high, both included, without bias

    bool operator==(const Random& other) const { return state_ == other.state_ && increment_ == other.increment_; }

private:
    std::uint64_t state_ = 0;
    std::uint64_t increment_;  ///< odd; selects the stream
};

}  // namespace seglab::core
