#include "core/gradient_check.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace seglab::test {

bool isSlope(const std::function<double()>& loss, core::Tensor<double>& x, const core::Tensor<double>& gradient) {
    constexpr double kStep = 1e-6;
    if (gradient.shape != x.shape) return false;
    for (std::size_t i = 0; i < x.values.size(); ++i) {
        const double before = x.values[i];
        x.values[i] = before + kStep;
        const double above = loss();
        x.values[i] = before - kStep;
        const double below = loss();
        x.values[i] = before;
        const double slope = (above - below) / (2 * kStep);
        if (std::abs(slope - gradient.values[i]) <= 1e-5 + 1e-3 * std::abs(gradient.values[i])) continue;
        UNSCOPED_INFO("value " << i << ": slope " << slope << ", gradient " << gradient.values[i]);
        return false;
    }
    return true;
}

}  // namespace seglab::test
