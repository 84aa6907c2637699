#include "nn/engine/layer.h"

#include <algorithm>

namespace seglab::nn {

std::vector<double> sumOverRows(const Pass& pass, int rows, int channels,
                                const std::function<void(double*, int, int)>& add) {
    constexpr int kMostParts = 16;
    const int parts = std::clamp(rows / 8, 1, kMostParts);
    std::vector<double> partial(std::size_t(parts) * std::size_t(channels));
    pass.threads.run(parts, [&](int first, int last) {
        for (int part = first; part < last; ++part)
            add(partial.data() + std::ptrdiff_t(part) * channels, int(std::int64_t(rows) * part / parts),
                int(std::int64_t(rows) * (part + 1) / parts));
    });
    std::vector<double> sums(partial.begin(), partial.begin() + channels);
    for (int part = 1; part < parts; ++part)
        for (int c = 0; c < channels; ++c) sums[std::size_t(c)] += partial[std::size_t(part * channels + c)];
    return sums;
}

void toView(const core::Tensor<float>& tensor, const View& view) {
    const float* from = tensor.values.data();
    for (int n = 0; n < view.batch; ++n)
        for (int c = 0; c < view.channels; ++c)
            for (int y = 0; y < view.height; ++y) {
                float* to = view.data + n * view.imageStep + y * view.rowStep + c;
                for (int x = 0; x < view.width; ++x) to[x * view.pixelStep] = *from++;
            }
}

core::Tensor<float> fromView(const View& view) {
    core::Tensor<float> tensor({view.batch, view.channels, view.height, view.width});
    float* to = tensor.values.data();
    for (int n = 0; n < view.batch; ++n)
        for (int c = 0; c < view.channels; ++c)
            for (int y = 0; y < view.height; ++y) {
                const float* from = view.data + n * view.imageStep + y * view.rowStep + c;
                for (int x = 0; x < view.width; ++x) *to++ = from[x * view.pixelStep];
            }
    return tensor;
}

OwnedView::OwnedView(const View& like) : view(like) {
    view.pixelStep = view.channels;
    view.rowStep = view.pixelStep * view.width;
    view.imageStep = view.rowStep * view.height;
    values.resize(std::size_t(view.imageStep * view.batch + kernels::kSlack));
    view.data = values.data();
}

}  // namespace seglab::nn
