#include <algorithm>
#include <cmath>

#include "nn/engine/layers.h"

namespace seglab::nn {

namespace {

ConvolutionAxis axisOf(const NodeSettings& settings, int axis, std::int64_t wide, std::int64_t narrow) {
    return {.wide = int(wide),
            .narrow = int(narrow),
            .kernel = settings.kernel[axis],
            .stride = settings.stride[axis],
            .padding = settings.padding[axis],
            .dilation = settings.dilation[axis]};
}

// A transposed convolution's input is the narrow side.
ConvolutionShape shapeOf(const Node& node, const core::Shape& input, const core::Shape& output) {
    const bool transposed = node.op == Op::TransposedConvolution;
    const core::Shape &wide = transposed ? output : input, &narrow = transposed ? input : output;
    return {.rows = axisOf(node.settings, 0, wide[2], narrow[2]),
            .columns = axisOf(node.settings, 1, wide[3], narrow[3]),
            .wideChannels = int(wide[1]),
            .narrowChannels = int(narrow[1]),
            .groups = node.settings.groups};
}

Direction forwardDirection(const Node& node) {
    return node.op == Op::TransposedConvolution ? Direction::Spread : Direction::Gather;
}

Direction backwardDirection(const Node& node) {
    return node.op == Op::TransposedConvolution ? Direction::Gather : Direction::Spread;
}

core::Shape shapeOf(const View& view) {
    return {view.batch, view.channels, view.height, view.width};
}

// Batch normalisation with running statistics is y = x · scale + shift: part of the convolution before it.
struct Folded {
    std::vector<float> scale, shift;  // of each channel

    Folded(const Node& normalisation, const ParameterStore& parameters) {
        const auto tensor = [&](const char* name) -> const std::vector<float>& {
            return parameters.at(normalisation.name + name).values;
        };
        const std::vector<float>&gamma = tensor(".weight"), &mean = tensor(".running_mean");
        for (std::size_t c = 0; c < gamma.size(); ++c) {
            const double variance = double(tensor(".running_var")[c]) + normalisation.settings.epsilon;
            scale.push_back(float(double(gamma[c]) / std::sqrt(variance)));
            shift.push_back(tensor(".bias")[c] - mean[c] * scale.back());
        }
    }
};

class ConvolutionLayer : public Layer {
public:
    explicit ConvolutionLayer(LayerRequest request)
        : Layer(std::move(request.binding)),
          node_(request.node()),
          shape_(shapeOf(node_, shapeOf(binding().inputs[0]), shapeOf(binding().output))),
          parameters_(request.parameters),
          weight_(request.parameters.at(node_.name + ".weight")),
          bias_(node_.settings.bias ? &request.parameters.at(node_.name + ".bias") : nullptr),
          forward_(shape_, forwardDirection(node_), request.kernels),
          backward_(shape_, backwardDirection(node_), request.kernels) {
        const auto node = [&](NodeId id) { return id < 0 ? nullptr : &request.network.nodes[std::size_t(id)]; };
        normalisation_ = node(request.step.normalisation);
        if (const Node* activation = node(request.step.activation)) {
            finish_.rectify = true;
            finish_.slope = activation->op == Op::LeakyRelu ? float(activation->settings.slope) : 0.0f;
        }
        forward_.bind(binding().inputs[0], binding().output);
        if (wantsInputGradient()) backward_.bind(binding().outputGradient, binding().inputGradients[0].view);
    }

    void forward(const Pass& pass) override {
        pack(pass);
        forward_.run(pass, finish_);
    }

    void backward(const Pass& pass) override {
        const View &gradient = binding().outputGradient, &output = binding().output;
        if (finish_.rectify || bias_) {
            const std::vector<double> sums =
                sumOverRows(pass, rowsOf(gradient), gradient.channels, [&](double* to, int first, int last) {
                    pass.kernels.gateAndSum(gradient, finish_.rectify ? &output : nullptr, finish_.slope, to, first,
                                            last);
                });
            if (bias_) std::copy(sums.begin(), sums.end(), bias_->gradient.begin());
        }
        const bool transposed = node_.op == Op::TransposedConvolution;
        const View &wide = transposed ? gradient : binding().inputs[0],
                   &narrow = transposed ? binding().inputs[0] : gradient;
        weightGradient(pass, shape_, wide, narrow, weight_.gradient.data());
        if (!wantsInputGradient()) return;
        if (!packedBackward_) backward_.pack(weight_.values.data(), nullptr, pass.threads);
        packedBackward_ = true;
        backward_.run(pass, {.accumulate = binding().inputGradients[0].accumulate});
    }

    void parametersChanged() override { packed_ = packedBackward_ = false; }

    void beforeActivation(const Pass& pass, const View& to) override {
        pack(pass);
        forward_.runTo(pass, {}, to);
    }

private:
    bool wantsInputGradient() const {
        return !binding().inputGradients.empty() && binding().inputGradients[0].wanted();
    }

    void pack(const Pass& pass) {
        if (packed_) return;
        packed_ = true;
        std::vector<float> bias = bias_ ? bias_->values : std::vector<float>();
        if (!normalisation_) {
            forward_.pack(weight_.values.data(), nullptr, pass.threads);
            return forward_.setBias(bias);
        }
        Folded folded(*normalisation_, parameters_);
        for (std::size_t c = 0; c < bias.size(); ++c) folded.shift[c] += bias[c] * folded.scale[c];
        forward_.pack(weight_.values.data(), folded.scale.data(), pass.threads);
        forward_.setBias(folded.shift);
    }

    const Node& node_;
    const Node* normalisation_ = nullptr;
    ConvolutionShape shape_;
    const ParameterStore& parameters_;
    StoredParameter& weight_;
    StoredParameter* bias_;
    ConvolutionPass forward_, backward_;
    ConvolutionPass::Finish finish_;
    bool packed_ = false, packedBackward_ = false;
};

bool isConvolution(const Node& node) {
    return node.op == Op::Convolution || node.op == Op::TransposedConvolution;
}

}  // namespace

std::unique_ptr<Layer> makeConvolution(LayerRequest request) {
    return std::make_unique<ConvolutionLayer>(std::move(request));
}

core::Pair inputBorder(const Node& node, const core::Shape& input, const core::Shape& output) {
    if (!isConvolution(node)) return {0, 0};
    return borderFor(shapeOf(node, input, output), forwardDirection(node));
}

core::Pair gradientBorder(const Node& node, const core::Shape& input, const core::Shape& output) {
    if (!isConvolution(node)) return {0, 0};
    return borderFor(shapeOf(node, input, output), backwardDirection(node));
}

}  // namespace seglab::nn
