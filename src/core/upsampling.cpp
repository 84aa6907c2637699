#include "core/upsampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/window_trace.h"

namespace seglab::core {
namespace {

std::string text(Pair size) {
    return fmt::format("{} × {}", size.height, size.width);
}

bool within(Pair cell, Pair size) {
    return cell.height >= 0 && cell.width >= 0 && cell.height < size.height && cell.width < size.width;
}

// One axis of bilinear resizing: the output cell's centre in input coordinates lies between two input cells.
struct Between {
    int low = 0, high = 0;
    double weightHigh = 0;
};

// torch.nn.functional.interpolate: without aligned corners centres are mapped, (x + 1/2)·in/out − 1/2, and clamped at
// 0.
Between between(int output, int inputSize, int outputSize, bool alignCorners) {
    double at = 0;
    if (alignCorners)
        at = outputSize > 1 ? double(output) * (inputSize - 1) / (outputSize - 1) : 0;
    else
        at = std::max(0.0, (output + 0.5) * inputSize / outputSize - 0.5);
    const int low = std::min(int(at), inputSize - 1);
    return {low, std::min(low + 1, inputSize - 1), at - low};
}

void checkPositions(const Matrix& input, const PoolingPositions& positions) {
    const Pair size{input.rows, input.columns};
    if (positions.pooled != size || positions.cells.size() != input.values.size())
        throw Error(Kind::BadInput,
                    fmt::format("{} remembered positions for an input of {}", positions.cells.size(), text(size)),
                    "unpool what has the size that the pooling gave: " + text(positions.pooled), "max unpooling");
    for (const Pair& cell : positions.cells)
        if (!within(cell, positions.source))
            throw Error(
                Kind::BadInput,
                fmt::format("position ({},{}) lies outside {}", cell.height, cell.width, text(positions.source)),
                "give the output size that the positions come from", "max unpooling");
}

}  // namespace

std::string_view toString(UpsamplingMethod method) {
    switch (method) {
        case UpsamplingMethod::Nearest:
            return "nearest";
        case UpsamplingMethod::BedOfNails:
            return "bed-of-nails";
        case UpsamplingMethod::MaxUnpooling:
            return "max-unpooling";
        case UpsamplingMethod::Bilinear:
            return "bilinear";
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return "transposed-convolution";
}

Pooled maxPoolWithPositions(const Matrix& source, Pair kernel, Pair stride) {
    const WindowTrace trace({.input = {source}},
                            {.operation = WindowOperation::MaxPooling, .window = kernel, .stride = stride});
    const Pair size = trace.outputSize();
    Pooled pooled{trace.result(0), {size, {source.rows, source.columns}, {}}, {}};
    for (int row = 0; row < size.height; ++row)
        for (int column = 0; column < size.width; ++column) {
            const WindowSum window = trace.windowOf(0, {row, column});
            pooled.positions.cells.push_back(window.winner->padded);
            pooled.tied.push_back(window.tied);
        }
    return pooled;
}

UpsamplingTrace::UpsamplingTrace(Matrix input, UpsamplingSettings settings)
    : input_(std::move(input)), settings_(std::move(settings)) {
    const std::string name(toString(settings_.method));
    if (input_.rows < 1 || input_.columns < 1)
        throw Error(Kind::BadInput, "the input has no cells", "give it at least one", name);
    switch (settings_.method) {
        case UpsamplingMethod::MaxUnpooling:
            checkPositions(input_, settings_.positions);
            output_ = settings_.positions.source;
            return;
        case UpsamplingMethod::TransposedConvolution:
            transposed_.emplace(input_, settings_.kernel, settings_.transposed);
            output_ = transposed_->outputSize();
            return;
        default:
            if (settings_.factor.height < 1 || settings_.factor.width < 1)
                throw Error(Kind::BadInput, "factor " + text(settings_.factor) + " is below 1", "choose 1 or more",
                            name);
            output_ = {input_.rows * settings_.factor.height, input_.columns * settings_.factor.width};
    }
}

std::vector<Share> UpsamplingTrace::bilinear(Pair output) const {
    const Between rows = between(output.height, input_.rows, output_.height, settings_.alignCorners);
    const Between columns = between(output.width, input_.columns, output_.width, settings_.alignCorners);
    std::vector<Share> shares;
    // At the border both neighbours are one cell: their weights add.
    const auto add = [&](int row, int column, double weight) {
        if (weight == 0) return;
        for (Share& share : shares)
            if (share.cell == Pair{row, column}) {
                share.weight += weight;
                return;
            }
        shares.push_back({{row, column}, weight});
    };
    add(rows.low, columns.low, (1 - rows.weightHigh) * (1 - columns.weightHigh));
    add(rows.low, columns.high, (1 - rows.weightHigh) * columns.weightHigh);
    add(rows.high, columns.low, rows.weightHigh * (1 - columns.weightHigh));
    add(rows.high, columns.high, rows.weightHigh * columns.weightHigh);
    return shares;
}

// Two values for one place: the last in reading order stays. That is our rule; PyTorch leaves it open.
std::vector<Share> UpsamplingTrace::unpooled(Pair output, int finished) const {
    for (int index = std::min(finished, inputCells()) - 1; index >= 0; --index)
        if (settings_.positions.cells[std::size_t(index)] == output) return {{cellAt(index), 1}};
    return {};
}

std::vector<Share> UpsamplingTrace::sharesOf(Pair output, int finished) const {
    std::vector<Share> shares;
    const Pair factor = settings_.factor;
    switch (settings_.method) {
        case UpsamplingMethod::Nearest:
            shares = {{{output.height / factor.height, output.width / factor.width}, 1}};
            break;
        case UpsamplingMethod::BedOfNails:
            if (output.height % factor.height == 0 && output.width % factor.width == 0)
                shares = {{{output.height / factor.height, output.width / factor.width}, 1}};
            break;
        case UpsamplingMethod::MaxUnpooling:
            return unpooled(output, finished);
        case UpsamplingMethod::Bilinear:
            shares = bilinear(output);
            break;
        case UpsamplingMethod::TransposedConvolution:
            for (const Multiply& m : transposed_->termsOf(transposed_->toCanvas(output)))
                shares.push_back({m.input, settings_.kernel(m.kernel.height, m.kernel.width)});
            break;
    }
    const auto later = [&](const Share& share) {
        return share.cell.height * input_.columns + share.cell.width >= finished;
    };
    shares.erase(std::remove_if(shares.begin(), shares.end(), later), shares.end());
    return shares;
}

std::vector<Share> UpsamplingTrace::reachOf(Pair input) const {
    const int index = input.height * input_.columns + input.width;
    if (settings_.method == UpsamplingMethod::MaxUnpooling) return {{settings_.positions.cells[std::size_t(index)], 1}};
    std::vector<Share> reach;
    for (int row = 0; row < output_.height; ++row)
        for (int column = 0; column < output_.width; ++column)
            for (const Share& share : sharesOf({row, column}, inputCells()))
                if (share.cell == input) reach.push_back({{row, column}, share.weight});
    return reach;
}

Matrix UpsamplingTrace::outputAt(int finished) const {
    Matrix output(output_.height, output_.width);
    for (int row = 0; row < output.rows; ++row)
        for (int column = 0; column < output.columns; ++column)
            for (const Share& share : sharesOf({row, column}, finished))
                output(row, column) += share.weight * input_(share.cell.height, share.cell.width);
    return output;
}

Matrix UpsamplingTrace::matrix() const {
    Matrix matrix(output_.height * output_.width, inputCells());
    for (int row = 0; row < matrix.rows; ++row)
        for (const Share& share : sharesOf({row / output_.width, row % output_.width}, inputCells()))
            matrix(row, share.cell.height * input_.columns + share.cell.width) += share.weight;
    return matrix;
}

std::optional<Pair> UpsamplingTrace::overwrittenBy(Pair input) const {
    if (settings_.method != UpsamplingMethod::MaxUnpooling) return std::nullopt;
    const auto& cells = settings_.positions.cells;
    const int index = input.height * input_.columns + input.width;
    for (int later = inputCells() - 1; later > index; --later)
        if (cells[std::size_t(later)] == cells[std::size_t(index)]) return cellAt(later);
    return std::nullopt;
}

bool UpsamplingTrace::operator==(const UpsamplingTrace& o) const {
    const UpsamplingSettings &a = settings_, &b = o.settings_;
    return input_ == o.input_ && a.method == b.method && a.factor == b.factor && a.alignCorners == b.alignCorners &&
           a.positions.pooled == b.positions.pooled && a.positions.source == b.positions.source &&
           a.positions.cells == b.positions.cells && a.kernel == b.kernel && a.transposed == b.transposed;
}

TransposedSettings transposedSettingsFor(Pair kernel, Pair factor) {
    TransposedSettings settings;
    settings.stride = factor;
    for (int axis = 0; axis < 2; ++axis) {
        const int excess = kernel[axis] - factor[axis];
        const int roundUp = factor[axis] > 1 ? 1 : 0;  // output padding must stay below the stride
        settings.padding[axis] = excess > 0 ? (excess + roundUp) / 2 : 0;
        settings.outputPadding[axis] = std::max(0, 2 * settings.padding[axis] - excess);
    }
    return settings;
}

PoolingPositions readFlat(PoolingPositions positions, Pair size) {
    for (Pair& cell : positions.cells) {
        const int index = cell.height * positions.source.width + cell.width;
        cell = {index / size.width, index % size.width};
    }
    positions.source = size;
    return positions;
}

Matrix heldPoolingMatrix(const PoolingPositions& positions) {
    Matrix matrix(int(positions.cells.size()), positions.source.height * positions.source.width);
    for (int row = 0; row < matrix.rows; ++row) {
        const Pair cell = positions.cells[std::size_t(row)];
        matrix(row, cell.height * positions.source.width + cell.width) = 1;
    }
    return matrix;
}

Matrix adjoint(const UpsamplingTrace& trace, const Matrix& plane) {
    const Matrix matrix = trace.matrix();
    Matrix result(trace.input().rows, trace.input().columns);
    for (int row = 0; row < matrix.rows; ++row)
        for (int column = 0; column < matrix.columns; ++column)
            result.values[std::size_t(column)] += matrix(row, column) * plane.values[std::size_t(row)];
    return result;
}

}  // namespace seglab::core
