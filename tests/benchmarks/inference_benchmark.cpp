// How near the convolutions of UNet-S come to what one core can multiply and add: for each 3×3 layer at 128×128 the
// forward pass, the gradient of the input and that of the weights, in GFLOP/s and as a share of the peak. Times are the
// processor's, not the clock's: another process on the core costs little.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <functional>

#include "nn/engine/convolution_pass.h"
#include "nn/engine/instruction_set.h"

namespace {

using namespace seglab::nn;

constexpr int kRuns = 40;

double seconds(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < kRuns; ++i) {
        const std::clock_t start = std::clock();
        work();
        best = std::min(best, double(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return best;
}

// Independent multiply-adds that never leave the registers.
constexpr long kPeakSteps = 1'000'000;
constexpr int kChains = 12;
#define SEGLAB_PEAK(NAME, TARGET, LANES)                                                                    \
    TARGET double NAME() {                                                                                  \
        typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));                           \
        Vector sums[kChains], factor = Vector{} + 0.99f;                                                    \
        for (int i = 0; i < kChains; ++i) sums[i] = Vector{} + float(i);                                    \
        for (long step = 0; step < kPeakSteps; ++step)                                                      \
            _Pragma("GCC unroll 12") for (int i = 0; i < kChains; ++i) sums[i] = sums[i] * factor + factor; \
        double total = 0;                                                                                   \
        for (int i = 0; i < kChains; ++i) total += double(sums[i][0]);                                      \
        return total;                                                                                       \
    }
#if defined(__x86_64__)
SEGLAB_PEAK(peakV4, __attribute__((target("avx512f,fma"), noinline)), 16)
SEGLAB_PEAK(peakV3, __attribute__((target("avx2,fma"), noinline)), 8)
#endif
SEGLAB_PEAK(peakPortable, __attribute__((noinline)), 4)

double peak(const kernels::Table& table) {
    double (*loop)() = peakPortable;
#if defined(__x86_64__)
    if (table.lanes == 16) loop = peakV4;
    if (table.lanes == 8) loop = peakV3;
#endif
    volatile double sink = 0;
    const double time = seconds([&] { sink = loop(); });
    return 2.0 * double(kPeakSteps) * kChains * table.lanes / time / 1e9;
}

struct LayerSize {
    int inputs, outputs, side;
};
constexpr LayerSize kLayers[] = {{3, 16, 128},  {16, 16, 128},  {16, 32, 64},  {32, 32, 64}, {32, 64, 32}, {64, 64, 32},
                                 {64, 128, 16}, {128, 128, 16}, {128, 64, 32}, {64, 32, 64}, {32, 16, 128}};

// A picture of its own memory with a border of one zero.
struct Picture {
    std::vector<float> values;
    View view;

    Picture(int channels, int side) {
        view.batch = 1;
        view.height = view.width = side;
        view.channels = channels;
        view.pixelStep = channels;
        view.rowStep = view.pixelStep * (side + 2);
        view.imageStep = view.rowStep * (side + 2);
        values.assign(std::size_t(view.imageStep + kernels::kSlack), 0.5f);
        view.data = values.data() + view.rowStep + view.pixelStep;
    }
};

void measureLayer(const LayerSize& layer, const Pass& pass, double peak) {
    const ConvolutionAxis axis{.wide = layer.side, .narrow = layer.side, .kernel = 3, .padding = 1};
    const ConvolutionShape shape{
        .rows = axis, .columns = axis, .wideChannels = layer.inputs, .narrowChannels = layer.outputs};
    Picture input(layer.inputs, layer.side), output(layer.outputs, layer.side);
    std::vector<float> weights(std::size_t(9 * layer.inputs * layer.outputs), 0.1f), gradient(weights.size());
    ConvolutionPass forward(shape, Direction::Gather, pass.kernels), back(shape, Direction::Spread, pass.kernels);
    forward.bind(input.view, output.view);
    back.bind(output.view, input.view);
    for (ConvolutionPass* direction : {&forward, &back}) direction->pack(weights.data(), nullptr, pass.threads);
    const double work = 18e-9 * layer.inputs * layer.outputs * layer.side * layer.side;
    const auto row = [&](const char* what, const std::function<void()>& run) {
        const double speed = work / seconds(run);
        fmt::print("   {} {:4.0f} ({:3.0f} %)", what, speed, 100 * speed / peak);
    };
    fmt::print("  {:>3} to {:>3} at {:>3}", layer.inputs, layer.outputs, layer.side);
    row("forward", [&] { forward.run(pass, {.rectify = true}); });
    row("input gradient", [&] { back.run(pass, {}); });
    row("weight gradient", [&] { weightGradient(pass, shape, input.view, output.view, gradient.data()); });
    fmt::print("\n");
}

}  // namespace

int main() {
    ThreadPool alone(1);
    std::vector<float> scratch;
    for (const kernels::Table* table : availableKernels()) {
        const double most = peak(*table);
        fmt::print("{}: one core multiplies and adds {:.0f} GFLOP/s\n", table->name, most);
        for (const LayerSize& layer : kLayers) measureLayer(layer, {alone, *table, scratch}, most);
    }
}
