#include <algorithm>
#include <cmath>

#include "nn/engine/layers.h"

// Everything that makes an output cell of fixed shares of input cells, row by column: nearest and bilinear up-sampling,
// average pooling, cropping. The gradient is the transposed table.
namespace seglab::nn {

namespace {

struct Entry {
    int to = 0;
    kernels::Share share;
};

// Shares of one axis, by output cell.
struct ShareTable {
    std::vector<int> first = {0};
    std::vector<kernels::Share> shares;

    ShareTable(std::vector<Entry> entries, int outputs) {
        std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.to < b.to; });
        for (const Entry& entry : entries) shares.push_back(entry.share);
        std::size_t next = 0;
        for (int output = 0; output < outputs; ++output) {
            while (next < entries.size() && entries[next].to == output) ++next;
            first.push_back(int(next));
        }
    }
    kernels::Shares view() const { return {first.data(), shares.data()}; }
};

// Cells outside the input (a pooling's padding) count as zeros.
void averageShares(const NodeSettings& settings, int axis, int input, int output, std::vector<Entry>& entries) {
    const int kernel = settings.kernel[axis];
    for (int i = 0; i < output; ++i)
        for (int k = 0; k < kernel; ++k) {
            const int from = i * settings.stride[axis] - settings.padding[axis] + k;
            if (from >= 0 && from < input) entries.push_back({i, {from, 1.0f / float(kernel)}});
        }
}

// PyTorch's align_corners=False: centres of cells keep their places.
void bilinearShares(int input, int output, std::vector<Entry>& entries) {
    for (int i = 0; i < output; ++i) {
        const double place = std::max(0.0, (i + 0.5) * input / output - 0.5);
        const int low = std::min(int(place), input - 1), high = std::min(low + 1, input - 1);
        const double part = place - low;
        entries.push_back({i, {low, float(1 - part)}});
        if (part > 0 && high > low) entries.push_back({i, {high, float(part)}});
        if (part > 0 && high == low) entries.back().share.weight = 1;
    }
}

std::vector<Entry> sharesOf(const Node& node, int axis, int input, int output) {
    std::vector<Entry> entries;
    if (node.op == Op::AveragePooling) averageShares(node.settings, axis, input, output, entries);
    if (node.op == Op::UpsampleBilinear) bilinearShares(input, output, entries);
    for (int i = 0; node.op == Op::UpsampleNearest && i < output; ++i)
        entries.push_back({i, {i / node.settings.scale[axis], 1}});
    for (int i = 0; node.op == Op::Crop && i < output; ++i) entries.push_back({i, {i + (input - output) / 2, 1}});
    return entries;
}

std::vector<Entry> transposed(std::vector<Entry> entries) {
    for (Entry& entry : entries) std::swap(entry.to, entry.share.from);
    return entries;
}

class ResamplingLayer : public Layer {
public:
    explicit ResamplingLayer(LayerRequest request)
        : Layer(std::move(request.binding)),
          rows_(sharesOf(request.node(), 0, in().height, out().height), out().height),
          columns_(sharesOf(request.node(), 1, in().width, out().width), out().width),
          backRows_(transposed(sharesOf(request.node(), 0, in().height, out().height)), in().height),
          backColumns_(transposed(sharesOf(request.node(), 1, in().width, out().width)), in().width) {}

    void forward(const Pass& pass) override {
        run(pass, {binding().inputs[0], binding().output, rows_.view(), columns_.view()});
    }

    void backward(const Pass& pass) override {
        const GradientTarget& target = binding().inputGradients[0];
        run(pass, {binding().outputGradient, target.view, backRows_.view(), backColumns_.view(), target.accumulate});
    }

private:
    const View& in() const { return binding().inputs[0]; }
    const View& out() const { return binding().output; }

    static void run(const Pass& pass, const kernels::Resample& task) {
        pass.threads.run(rowsOf(task.output), [&](int first, int last) { pass.kernels.resample(task, first, last); });
    }

    ShareTable rows_, columns_, backRows_, backColumns_;
};

}  // namespace

std::unique_ptr<Layer> makeResampling(LayerRequest request) {
    return std::make_unique<ResamplingLayer>(std::move(request));
}

}  // namespace seglab::nn
