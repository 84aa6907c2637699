#include <cmath>

#include "core/activations.h"
#include "nn/engine/layers.h"

namespace seglab::nn {

namespace {

void run(const Pass& pass, const kernels::Pointwise& task) {
    pass.threads.run(rowsOf(task.output), [&](int first, int last) { pass.kernels.pointwise(task, first, last); });
}

View channelsOf(View view, int first, int count) {
    view.data += first;
    view.channels = count;
    return view;
}

class ActivationLayer : public Layer {
public:
    explicit ActivationLayer(LayerRequest request)
        : Layer(std::move(request.binding)),
          function_(request.node().op == Op::Sigmoid ? kernels::Unary::Sigmoid : kernels::Unary::Rectify),
          slope_(request.node().op == Op::LeakyRelu ? float(request.node().settings.slope) : 0.0f) {}

    void forward(const Pass& pass) override {
        run(pass, {binding().inputs[0], binding().output, {}, function_, slope_});
    }

    void backward(const Pass& pass) override {
        const GradientTarget& target = binding().inputGradients[0];
        run(pass, {binding().outputGradient, target.view, binding().output, function_, slope_, target.accumulate});
    }

private:
    kernels::Unary function_;
    float slope_;
};

class AdditionLayer : public Layer {
public:
    using Layer::Layer;

    void forward(const Pass& pass) override {
        for (std::size_t i = 0; i < binding().inputs.size(); ++i)
            run(pass, {.input = binding().inputs[i], .output = binding().output, .value = {}, .accumulate = i > 0});
    }

    void backward(const Pass& pass) override {
        for (const GradientTarget& target : binding().inputGradients)
            if (target.wanted())
                run(pass, {.input = binding().outputGradient,
                           .output = target.view,
                           .value = {},
                           .accumulate = target.accumulate});
    }
};

// Parts that already stand in their slice are left alone.
class ConcatenationLayer : public Layer {
public:
    using Layer::Layer;

    void forward(const Pass& pass) override {
        int channel = 0;
        for (const View& part : binding().inputs) {
            const View slice = channelsOf(binding().output, channel, part.channels);
            if (slice.data != part.data) run(pass, {.input = part, .output = slice, .value = {}});
            channel += part.channels;
        }
    }

    void backward(const Pass& pass) override {
        int channel = 0;
        for (std::size_t i = 0; i < binding().inputs.size(); ++i) {
            const GradientTarget& target = binding().inputGradients[i];
            const View slice = channelsOf(binding().outputGradient, channel, binding().inputs[i].channels);
            if (target.wanted() && slice.data != target.view.data)
                run(pass, {.input = slice, .output = target.view, .value = {}, .accumulate = target.accumulate});
            channel += binding().inputs[i].channels;
        }
    }
};

class SoftmaxLayer : public Layer {
public:
    using Layer::Layer;

    void forward(const Pass& pass) override {
        const View &in = binding().inputs[0], &out = binding().output;
        forPixels(pass, out, [&](int n, int y, int x) { softmax(pixel(in, n, y, x), pixel(out, n, y, x)); });
    }

    void backward(const Pass& pass) override {
        const View &g = binding().outputGradient, &out = binding().output;
        const GradientTarget& target = binding().inputGradients[0];
        if (!target.wanted()) return;
        forPixels(pass, out, [&](int n, int y, int x) {
            const float *gradient = pixel(g, n, y, x), *value = pixel(out, n, y, x);
            float *to = pixel(target.view, n, y, x), mean = 0;
            for (int c = 0; c < out.channels; ++c) mean += gradient[c] * value[c];
            for (int c = 0; c < out.channels; ++c) {
                const float part = value[c] * (gradient[c] - mean);
                to[c] = target.accumulate ? to[c] + part : part;
            }
        });
    }

private:
    static float* pixel(const View& view, int n, int y, int x) {
        return view.data + n * view.imageStep + y * view.rowStep + x * view.pixelStep;
    }

    template <class Step>
    static void forPixels(const Pass& pass, const View& view, Step step) {
        pass.threads.run(rowsOf(view), [&](int first, int last) {
            for (int row = first; row < last; ++row)
                for (int x = 0; x < view.width; ++x) step(row / view.height, row % view.height, x);
        });
    }

    void softmax(const float* in, float* out) const {
        const int channels = binding().output.channels;
        float largest = in[0], sum = 0;
        for (int c = 1; c < channels; ++c) largest = in[c] > largest ? in[c] : largest;
        for (int c = 0; c < channels; ++c) sum += out[c] = std::exp(in[c] - largest);
        for (int c = 0; c < channels; ++c) out[c] /= sum;
    }
};

// Srivastava et al. (2014): what is kept is scaled so that the mean stays.
class DropoutLayer : public Layer {
public:
    explicit DropoutLayer(LayerRequest request)
        : Layer(std::move(request.binding)),
          probability_(request.node().settings.probability),
          factors_(request.training ? binding().output : View{}) {}

    void forward(const Pass& pass) override {
        if (pass.training) draw(*pass.random);
        multiply(binding().inputs[0], binding().output, false, pass.training);
    }

    void backward(const Pass& pass) override {
        const GradientTarget& target = binding().inputGradients[0];
        multiply(binding().outputGradient, target.view, target.accumulate, pass.training);
    }

private:
    void draw(core::Random& random) {
        const View& view = factors_.view;
        const core::Tensor<std::uint8_t> kept =
            core::drawKept({view.batch, view.channels, view.height, view.width}, probability_, random);
        core::Tensor<float> factors(kept.shape);
        for (std::size_t i = 0; i < kept.values.size(); ++i)
            factors.values[i] = kept.values[i] ? float(1 / (1 - probability_)) : 0.0f;
        toView(factors, view);
    }

    void multiply(const View& in, const View& out, bool accumulate, bool training) const {
        const View& factors = factors_.view;
        for (int row = 0; row < rowsOf(out); ++row)
            for (int x = 0; x < out.width; ++x) {
                const auto pixel = [&](const View& view) {
                    return view.data + row / view.height * view.imageStep + row % view.height * view.rowStep +
                           x * view.pixelStep;
                };
                const float *from = pixel(in), *factor = training ? pixel(factors) : nullptr;
                float* to = pixel(out);
                for (int c = 0; c < out.channels; ++c) {
                    const float value = training ? from[c] * factor[c] : from[c];
                    to[c] = accumulate ? to[c] + value : value;
                }
            }
    }

    double probability_;
    OwnedView factors_;
};

}  // namespace

std::unique_ptr<Layer> makePointwise(LayerRequest request) {
    if (request.node().op == Op::Addition) return std::make_unique<AdditionLayer>(std::move(request.binding));
    if (request.node().op == Op::Concatenation) return std::make_unique<ConcatenationLayer>(std::move(request.binding));
    return std::make_unique<ActivationLayer>(std::move(request));
}

std::unique_ptr<Layer> makeSoftmax(LayerRequest request) {
    return std::make_unique<SoftmaxLayer>(std::move(request.binding));
}

std::unique_ptr<Layer> makeDropout(LayerRequest request) {
    return std::make_unique<DropoutLayer>(std::move(request));
}

}  // namespace seglab::nn
