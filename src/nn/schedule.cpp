#include "nn/schedule.h"

#include <algorithm>
#include <cmath>

namespace seglab::nn {

double learningRateAt(const Schedule& schedule, double initial, std::int64_t step) {
    const std::int64_t length = std::max<std::int64_t>(1, schedule.length);
    switch (schedule.kind) {
        case Schedule::Kind::Constant:
            break;
        case Schedule::Kind::Cosine: {
            constexpr double kPi = 3.14159265358979323846;
            const double part = double(std::min(step, length)) / double(length);
            return schedule.lowest + (initial - schedule.lowest) * (1 + std::cos(kPi * part)) / 2;
        }
        case Schedule::Kind::Step:
            return initial * std::pow(schedule.factor, double(step / length));
    }
    return initial;
}

}  // namespace seglab::nn
