#pragma once

#include <vector>

#include "nn/engine/axis_phases.h"
#include "nn/engine/layer.h"

namespace seglab::nn {

/// A convolution without its memory. Weights are [narrow, wide/groups, kH, kW], which is PyTorch's layout for both: a
/// transposed convolution is the adjoint, and its input is the narrow side.
struct ConvolutionShape {
    ConvolutionAxis rows, columns;
    int wideChannels = 1, narrowChannels = 1, groups = 1;

    int kernelCells() const { return rows.kernel * columns.kernel; }
};

enum class Direction {
    Gather,  ///< wide → narrow: convolution, and the gradient of a transposed convolution's input
    Spread,  ///< narrow → wide: transposed convolution, and the gradient of a convolution's input
};

/// Zeros that the source needs around it, [rows, columns].
core::Pair borderFor(const ConvolutionShape& shape, Direction direction);

/// One direction of a convolution with its packed weights, bound to memory.
class ConvolutionPass {
public:
    /// What happens to a sum before it is written; defaults: nothing.
    struct Finish {
        bool accumulate = false;
        bool rectify = false;
        float slope = 0;
    };

    ConvolutionPass(const ConvolutionShape& shape, Direction direction, const kernels::Table& kernels);

    void bind(const View& source, const View& target);
    /// `scale`: for each target channel, or null.
    void pack(const float* weights, const float* scale, ThreadPool& threads);
    /// One number for each target channel; empty: none.
    void setBias(const std::vector<float>& bias);
    void run(const Pass& pass, const Finish& finish) const;
    /// As run, to another place than bound.
    void runTo(const Pass& pass, const Finish& finish, const View& target) const;

private:
    struct Task {
        int rowPhase = 0, columnPhase = 0, group = 0;
        std::vector<kernels::Run> runs;
        std::vector<float> weights;
        kernels::Convolve call;
    };

    int sourceChannels() const;  ///< of one group
    int targetChannels() const;  ///< of one group
    std::vector<kernels::Run> runs(const Task& task, const View& source) const;
    void bindTask(Task& task, const View& source, const View& target) const;
    void packTask(Task& task, const float* weights, const float* scale) const;

    ConvolutionShape shape_;
    Direction direction_;
    const kernels::Table& kernels_;
    std::vector<AxisPhase> rows_, columns_;
    std::vector<Task> tasks_;
    std::vector<std::vector<float>> bias_;  // [groups], padded to whole vectors
    View source_, target_;
};

/// Σ over pixels: the gradient of the weights, [narrow, wide/groups, kH, kW].
void weightGradient(const Pass& pass, const ConvolutionShape& shape, const View& wide, const View& narrow,
                    float* gradient);

}  // namespace seglab::nn
