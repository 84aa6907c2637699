#include "nn/engine/axis_phases.h"

#include <algorithm>

namespace seglab::nn {

std::vector<AxisPhase> gatherPhases(const ConvolutionAxis& axis) {
    AxisPhase phase{.count = axis.narrow, .sourceStep = axis.stride, .taps = {}};
    for (int k = 0; k < axis.kernel; ++k) phase.taps.push_back({k, k * axis.dilation - axis.padding});
    return {phase};
}

std::vector<AxisPhase> spreadPhases(const ConvolutionAxis& axis) {
    std::vector<AxisPhase> phases;
    for (int start = 0; start < std::min(axis.stride, axis.wide); ++start) {
        AxisPhase phase{.count = (axis.wide - start + axis.stride - 1) / axis.stride,
                        .targetStart = start,
                        .targetStep = axis.stride,
                        .taps = {}};
        for (int k = axis.kernel - 1; k >= 0; --k) {
            const int place = start + axis.padding - k * axis.dilation;
            if (place % axis.stride == 0) phase.taps.push_back({k, place / axis.stride});
        }
        phases.push_back(phase);
    }
    return phases;
}

int overshoot(const std::vector<AxisPhase>& phases, int size) {
    int most = 0;
    for (const AxisPhase& phase : phases) {
        if (phase.taps.empty()) continue;
        const int last = (phase.count - 1) * phase.sourceStep + phase.taps.back().offset;
        most = std::max({most, -phase.taps.front().offset, last - (size - 1)});
    }
    return most;
}

}  // namespace seglab::nn
