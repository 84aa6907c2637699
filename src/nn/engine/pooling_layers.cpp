#include "nn/engine/layers.h"

namespace seglab::nn {

namespace {

kernels::Pool windowsOf(const Node& pooling, std::int32_t* positions) {
    kernels::Pool pool;
    pool.positions = positions;
    for (int axis : {0, 1}) {
        pool.kernel[axis] = pooling.settings.kernel[axis];
        pool.stride[axis] = pooling.settings.stride[axis];
        pool.padding[axis] = pooling.settings.padding[axis];
        pool.dilation[axis] = pooling.settings.dilation[axis];
    }
    return pool;
}

class MaxPoolingLayer : public Layer {
public:
    explicit MaxPoolingLayer(LayerRequest request) : Layer(std::move(request.binding)) {
        const View& pooled = binding().output;
        if (request.positions)
            positions.resize(std::size_t(pooled.batch) * std::size_t(pooled.height) * std::size_t(pooled.width) *
                             std::size_t(pooled.channels));
        pool_ = windowsOf(request.node(), request.positions ? positions.data() : nullptr);
    }

    void forward(const Pass& pass) override {
        kernels::Pool task = pool_;
        task.input = binding().inputs[0];
        task.output = binding().output;
        pass.threads.run(rowsOf(task.output), [&](int first, int last) { pass.kernels.maxPool(task, first, last); });
    }

    void backward(const Pass& pass) override {
        kernels::Pool task = pool_;
        task.input = binding().inputGradients[0].view;
        task.output = binding().outputGradient;
        task.accumulate = binding().inputGradients[0].accumulate;
        pass.threads.run(rowsOf(task.input),
                         [&](int first, int last) { pass.kernels.poolGradient(task, first, last); });
    }

    std::vector<std::int32_t> positions;

private:
    kernels::Pool pool_;
};

// Values go where the pooling found its maxima. Where two meet, the last in reading order stays.
class MaxUnpoolingLayer : public Layer {
public:
    explicit MaxUnpoolingLayer(LayerRequest request)
        : Layer(std::move(request.binding)), positions_(*request.pooled), pool_(windowsOf(*request.pooling, nullptr)) {}

    void forward(const Pass& pass) override {
        kernels::Pool task = pool_;
        task.positions = const_cast<std::int32_t*>(positions_.data());
        task.input = binding().output;
        task.output = binding().inputs[0];
        pass.threads.run(rowsOf(task.input), [&](int first, int last) { pass.kernels.unpool(task, first, last); });
    }

    // Each image on its own; from the last window to the first, so that the one that stayed takes the gradient.
    void backward(const Pass& pass) override {
        const GradientTarget& target = binding().inputGradients[0];
        pass.threads.run(target.view.batch, [&](int first, int last) {
            for (int image = first; image < last; ++image) backImage(target, image);
        });
    }

private:
    void backImage(const GradientTarget& target, int image) const {
        const View &to = target.view, &from = binding().outputGradient;
        const std::ptrdiff_t pixels = std::ptrdiff_t(to.height) * to.width;
        std::vector<bool> taken(std::size_t(from.height) * std::size_t(from.width) * std::size_t(to.channels));
        for (std::ptrdiff_t pixel = pixels - 1; pixel >= 0; --pixel)
            for (int c = 0; c < to.channels; ++c) {
                const std::int32_t place = positions_[std::size_t((image * pixels + pixel) * to.channels + c)];
                const std::size_t mark = std::size_t(place) * std::size_t(to.channels) + std::size_t(c);
                const float* value = from.data + image * from.imageStep + place / from.width * from.rowStep +
                                     place % from.width * from.pixelStep + c;
                float* cell = to.data + image * to.imageStep + pixel / to.width * to.rowStep +
                              pixel % to.width * to.pixelStep + c;
                const float gradient = taken[mark] ? 0 : *value;
                taken[mark] = true;
                *cell = target.accumulate ? *cell + gradient : gradient;
            }
    }

    const std::vector<std::int32_t>& positions_;
    kernels::Pool pool_;
};

}  // namespace

std::unique_ptr<Layer> makeMaxPooling(LayerRequest request) {
    return std::make_unique<MaxPoolingLayer>(std::move(request));
}

std::unique_ptr<Layer> makeMaxUnpooling(LayerRequest request) {
    return std::make_unique<MaxUnpoolingLayer>(std::move(request));
}

const std::vector<std::int32_t>& positionsOf(const Layer& maxPooling) {
    return static_cast<const MaxPoolingLayer&>(maxPooling).positions;
}

}  // namespace seglab::nn
