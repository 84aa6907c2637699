#include <algorithm>
#include <cmath>

#include "nn/engine/layers.h"

// Ioffe & Szegedy (2015), "Batch normalization"; details as torch.nn.BatchNorm2d: the batch is normalised with the
// biased variance, the running variance takes the unbiased one.
namespace seglab::nn {

namespace {

class NormalisationLayer : public Layer {
public:
    explicit NormalisationLayer(LayerRequest request)
        : Layer(std::move(request.binding)),
          settings_(request.node().settings),
          rectify_(request.step.activation >= 0),
          gamma_(request.parameters.at(request.node().name + ".weight")),
          beta_(request.parameters.at(request.node().name + ".bias")),
          runningMean_(request.parameters.at(request.node().name + ".running_mean")),
          runningVariance_(request.parameters.at(request.node().name + ".running_var")) {}

    void forward(const Pass& pass) override {
        if (pass.training)
            measureBatch(pass);
        else
            takeRunning();
        write(pass, binding().output, rectify_);
    }

    void beforeActivation(const Pass& pass, const View& to) override { write(pass, to, false); }

    void backward(const Pass& pass) override {
        const View &x = binding().inputs[0], &gradient = binding().outputGradient, &output = binding().output;
        const std::vector<double> sums = sumOverRows(pass, rowsOf(x), x.channels, [&](double* to, int first, int last) {
            pass.kernels.gateAndSum(gradient, rectify_ ? &output : nullptr, 0, to, first, last);
        });
        const std::vector<double> products =
            sumOverRows(pass, rowsOf(x), x.channels, [&](double* to, int first, int last) {
                pass.kernels.moments(x, &gradient, mean_.data(), to, first, last);
            });
        std::vector<float> gradientScale(mean_.size()), inputScale(mean_.size()), shift(mean_.size());
        const double count = double(rowsOf(x)) * x.width;
        for (std::size_t c = 0; c < mean_.size(); ++c) {
            gamma_.gradient[c] = float(products[c] * double(inverse_[c]));
            beta_.gradient[c] = float(sums[c]);
            gradientScale[c] = gamma_.values[c] * inverse_[c];
            if (!pass.training) continue;
            const double inverse = double(inverse_[c]);
            const double slope = -double(gradientScale[c]) * inverse * inverse * products[c] / count;
            inputScale[c] = float(slope);
            shift[c] = float(-double(gradientScale[c]) * sums[c] / count - slope * double(mean_[c]));
        }
        if (!binding().inputGradients[0].wanted()) return;
        const kernels::NormaliseBackward task{gradient,
                                              x,
                                              binding().inputGradients[0].view,
                                              gradientScale.data(),
                                              inputScale.data(),
                                              shift.data(),
                                              binding().inputGradients[0].accumulate};
        pass.threads.run(rowsOf(x), [&](int first, int last) { pass.kernels.normaliseBackward(task, first, last); });
    }

private:
    void measureBatch(const Pass& pass) {
        const View& x = binding().inputs[0];
        const double count = double(rowsOf(x)) * x.width;
        const std::vector<double> sums = sumOverRows(pass, rowsOf(x), x.channels, [&](double* to, int first, int last) {
            pass.kernels.gateAndSum(x, nullptr, 0, to, first, last);
        });
        mean_.resize(sums.size());
        for (std::size_t c = 0; c < mean_.size(); ++c) mean_[c] = float(sums[c] / count);
        const std::vector<double> squares = sumOverRows(
            pass, rowsOf(x), x.channels,
            [&](double* to, int first, int last) { pass.kernels.moments(x, nullptr, mean_.data(), to, first, last); });
        const auto blend = [&](float& running, double now) {
            running = float((1 - settings_.momentum) * double(running) + settings_.momentum * now);
        };
        inverse_.resize(mean_.size());
        for (std::size_t c = 0; c < mean_.size(); ++c) {
            inverse_[c] = float(1 / std::sqrt(squares[c] / count + settings_.epsilon));
            blend(runningMean_.values[c], sums[c] / count);
            blend(runningVariance_.values[c], squares[c] / std::max(1.0, count - 1));
        }
    }

    void takeRunning() {
        mean_ = runningMean_.values;
        inverse_.resize(mean_.size());
        for (std::size_t c = 0; c < mean_.size(); ++c)
            inverse_[c] = float(1 / std::sqrt(double(runningVariance_.values[c]) + settings_.epsilon));
    }

    void write(const Pass& pass, const View& to, bool rectify) const {
        std::vector<float> scale, shift;
        for (std::size_t c = 0; c < mean_.size(); ++c) {
            scale.push_back(gamma_.values[c] * inverse_[c]);
            shift.push_back(beta_.values[c] - mean_[c] * scale.back());
        }
        const kernels::ChannelAffine task{binding().inputs[0], to, scale.data(), shift.data(), rectify};
        pass.threads.run(rowsOf(to), [&](int first, int last) { pass.kernels.channelAffine(task, first, last); });
    }

    NodeSettings settings_;
    bool rectify_;
    StoredParameter &gamma_, &beta_, &runningMean_, &runningVariance_;
    std::vector<float> mean_, inverse_;  // of the last forward; inverse = 1 / √(variance + ε)
};

}  // namespace

std::unique_ptr<Layer> makeNormalisation(LayerRequest request) {
    return std::make_unique<NormalisationLayer>(std::move(request));
}

}  // namespace seglab::nn
