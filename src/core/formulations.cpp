#include "core/formulations.h"

#include <Eigen/SparseCore>
#include <utility>
#include <vector>

#include "core/planes.h"
#include "core/sizes.h"

namespace seglab::core {

namespace {

// One axis of the zero-inserted input.
struct Spread {
    std::int64_t before = 0, after = 0;  // border; negative crops
    std::int64_t size = 0;               // of the whole
};

Spread spreadAxis(std::int64_t input, std::int64_t kernel, const ConvolutionSettings& s, int axis) {
    const std::int64_t reach = s.dilation[axis] * (kernel - 1);
    Spread spread{.before = reach - s.padding[axis], .after = reach - s.padding[axis] + s.outputPadding[axis]};
    spread.size = spread.before + (input - 1) * s.stride[axis] + 1 + spread.after;
    return spread;
}

// [N,C,H,W] with zeros between the cells and around them.
Tensor<double> zeroInserted(const Tensor<double>& input, const Tensor<double>& weight, const ConvolutionSettings& s) {
    const Spread rows = spreadAxis(input.size(2), weight.size(2), s, 0);
    const Spread columns = spreadAxis(input.size(3), weight.size(3), s, 1);
    Tensor<double> spread = allocate<double>({input.size(0), input.size(1), rows.size, columns.size});
    for (std::int64_t n = 0; n < input.size(0); ++n)
        for (std::int64_t c = 0; c < input.size(1); ++c)
            for (std::int64_t y = 0; y < input.size(2); ++y)
                for (std::int64_t x = 0; x < input.size(3); ++x) {
                    const std::int64_t row = rows.before + y * s.stride.height;
                    const std::int64_t column = columns.before + x * s.stride.width;
                    const bool kept = row >= 0 && row < rows.size && column >= 0 && column < columns.size;
                    if (kept) spread.at(n, c, row, column) = input.at(n, c, y, x);
                }
    return spread;
}

// [C, O/groups, kH, kW] of the transposed convolution as [O, C/groups, kH, kW] of an ordinary one, turned by 180°.
Tensor<double> flippedKernel(const Tensor<double>& weight, int groups) {
    const std::int64_t groupInputs = weight.size(0) / groups, groupOutputs = weight.size(1);
    Tensor<double> flipped({groupOutputs * groups, groupInputs, weight.size(2), weight.size(3)});
    for (std::int64_t o = 0; o < flipped.size(0); ++o)
        for (std::int64_t c = 0; c < groupInputs; ++c)
            for (std::int64_t i = 0; i < weight.size(2); ++i)
                for (std::int64_t j = 0; j < weight.size(3); ++j)
                    flipped.at(o, c, i, j) = weight.at(o / groupOutputs * groupInputs + c, o % groupOutputs,
                                                       weight.size(2) - 1 - i, weight.size(3) - 1 - j);
    return flipped;
}

// Both formulations rely on legal settings; convTranspose2d knows them all. An empty batch costs it nothing.
Shape checkedOutput(const Tensor<double>& input, const Tensor<double>& weight, const Tensor<double>* bias,
                    const ConvolutionSettings& settings) {
    Shape none = asPlanes(input.shape, 2);
    const std::int64_t batch = std::exchange(none[0], 0);
    Shape output = convTranspose2d(Tensor<double>(none), weight, bias, settings).shape;
    output[0] = batch;
    checkAllocation(output, sizeof(double));
    return output;
}

using Sparse = Eigen::SparseMatrix<double, Eigen::RowMajor>;

// The matrix of the forward convolution from the large planes [O,H',W'] to the small ones [C,H,W]:
// entry (c,y,x) × (o, y·s + i·d − p, x·s + j·d − p) is weight(c, o − first of the group, i, j).
Sparse convolutionMatrix(const Shape& small, const Shape& large, const Tensor<double>& weight,
                         const ConvolutionSettings& s) {
    const std::int64_t groupInputs = small[1] / s.groups, groupOutputs = weight.size(1);
    const std::int64_t rowCount = small[1] * small[2] * small[3];
    const std::int64_t taps = groupOutputs * weight.size(2) * weight.size(3);
    checkAllocation({rowCount, taps}, sizeof(Eigen::Triplet<double>));
    std::vector<Eigen::Triplet<double>> entries;
    for (std::int64_t row = 0; row < rowCount; ++row) {
        const std::int64_t c = row / (small[2] * small[3]), y = row / small[3] % small[2], x = row % small[3];
        for (std::int64_t tap = 0; tap < taps; ++tap) {
            const std::int64_t o = tap / (weight.size(2) * weight.size(3));
            const std::int64_t i = tap / weight.size(3) % weight.size(2), j = tap % weight.size(3);
            const std::int64_t largeY = y * s.stride.height + i * s.dilation.height - s.padding.height;
            const std::int64_t largeX = x * s.stride.width + j * s.dilation.width - s.padding.width;
            if (largeY < 0 || largeY >= large[2] || largeX < 0 || largeX >= large[3]) continue;
            const std::int64_t column = ((c / groupInputs * groupOutputs + o) * large[2] + largeY) * large[3] + largeX;
            entries.emplace_back(int(row), int(column), weight.at(c, o, i, j));
        }
    }
    Sparse matrix(rowCount, large[1] * large[2] * large[3]);
    matrix.setFromTriplets(entries.begin(), entries.end());
    return matrix;
}

}  // namespace

Tensor<double> convTransposeByZeroInsertion(const Tensor<double>& input, const Tensor<double>& weight,
                                            const Tensor<double>* bias, const ConvolutionSettings& settings) {
    checkedOutput(input, weight, bias, settings);
    const Tensor<double> planes(asPlanes(input.shape, 2), input.values);
    const ConvolutionSettings forward{.dilation = settings.dilation, .groups = settings.groups};
    Tensor<double> output =
        conv2d(zeroInserted(planes, weight, settings), flippedKernel(weight, settings.groups), bias, forward);
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

Tensor<double> convTransposeByMatrix(const Tensor<double>& input, const Tensor<double>& weight,
                                     const Tensor<double>* bias, const ConvolutionSettings& settings) {
    const Shape small = asPlanes(input.shape, 2);
    Tensor<double> output(checkedOutput(input, weight, bias, settings));
    const Sparse matrix = convolutionMatrix(small, output.shape, weight, settings);
    const std::int64_t plane = output.size(2) * output.size(3);
    for (std::int64_t n = 0; n < small[0]; ++n) {
        const Eigen::Map<const Eigen::VectorXd> from(input.values.data() + n * matrix.rows(), matrix.rows());
        Eigen::Map<Eigen::VectorXd> to(output.values.data() + n * matrix.cols(), matrix.cols());
        to = matrix.transpose() * from;
        for (std::int64_t k = 0; bias && k < matrix.cols(); ++k) to[k] += bias->values[std::size_t(k / plane)];
    }
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

}  // namespace seglab::core
