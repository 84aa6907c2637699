#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "core/reference.h"
#include "nn/costs.h"
#include "nn/engine.h"
#include "nn/networks.h"
#include "nn/reference_run.h"

using namespace seglab;
using namespace seglab::nn;
using core::Tensor;
using test::Reference;

// The named networks against their definitions in PyTorch: tests/reference/generate_networks.py has the rules.
namespace {

std::vector<Reference> references(const std::string& op) {
    std::vector<Reference> chosen;
    for (const Reference& reference : test::readReferences("networks.txt"))
        if (reference.op == op) chosen.push_back(reference);
    return chosen;
}

NetworkOptions options() {
    return {.inputChannels = 2, .classes = 3};
}

bool normalises(const Network& network, const std::string& tensor) {
    const NodeId node = network.find(tensor.substr(0, tensor.rfind('.')));
    return network.nodes[std::size_t(node)].op == Op::BatchNormalisation;
}

Weights drawnWeights(const Network& network, test::Draws& draws) {
    Weights weights = initialWeights(network, 0);
    for (auto& [name, tensor] : weights.tensors) {
        Tensor<double> drawn = draws.tensor(tensor.shape);
        const bool around1 =
            name.find(".weight") != std::string::npos || name.find(".running_var") != std::string::npos;
        const double scale = tensor.shape.size() == 4
                                 ? std::sqrt(6 / double(core::elementCount(tensor.shape) / tensor.shape[0]))
                             : normalises(network, name) ? 0.25
                                                         : 0.125;
        const double offset = normalises(network, name) && around1 ? 1 : 0;
        for (double& value : drawn.values) value = value * scale + offset;
        tensor = test::toFloat(drawn);
    }
    return weights;
}

void checkLogits(const Reference& reference, const Tensor<float>& logits) {
    REQUIRE(logits.shape == reference.shape("output"));
    const std::vector<double> expected = reference.expected().values;
    const std::size_t step = std::size_t(reference.number("step"));
    double largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        largest = std::max(largest, std::abs(double(logits.values[i * step]) - expected[i]));
    CHECK(largest < 1e-4);

    std::string mask;
    for (std::int64_t y = 0; y < logits.size(2); ++y)
        for (std::int64_t x = 0; x < logits.size(3); ++x) {
            int best = 0;
            for (int c = 1; c < 3; ++c)
                if (logits.at(0, c, y, x) > logits.at(0, best, y, x)) best = c;
            mask += char('0' + best);
        }
    CHECK(mask == reference.text("mask"));
}

}  // namespace

TEST_CASE("every named network has PyTorch's state dict: the same names, shapes and number of parameters") {
    std::vector<std::string> compared;
    for (const Reference& reference : references("state")) {
        const Network network = namedNetwork(reference.text("net"), options());
        CAPTURE(network.name);
        compared.push_back(network.name);
        std::map<std::string, core::Shape> ours;
        for (const ParameterShape& parameter : network.parameters()) ours.emplace(parameter.name, parameter.shape);
        std::string text;
        for (const auto& [name, shape] : ours) {
            text += (text.empty() ? "" : ";") + name + ":";
            for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? "," : "") + std::to_string(shape[i]);
        }
        CHECK(text == reference.text("tensors"));
        CHECK(parameterCount(network) == reference.number("parameters"));
    }
    CHECK(compared == networkNames());
}

TEST_CASE("the reference run of every named network gives PyTorch's logits and mask") {
    for (const Reference& reference : references("network")) {
        CAPTURE(reference.text("net"));
        const Network network = namedNetwork(reference.text("net"), options());
        test::Draws draws(reference.number("seed"));
        const Weights weights = drawnWeights(network, draws);
        ReferenceRun<float> run(network, weights);
        checkLogits(reference, run.forward(test::toFloat(draws.tensor(reference.shape("input")))));
    }
}

TEST_CASE("the engine gives PyTorch's logits and mask for every named network") {
    for (const Reference& reference : references("network")) {
        CAPTURE(reference.text("net"));
        const Network network = namedNetwork(reference.text("net"), options());
        test::Draws draws(reference.number("seed"));
        Engine engine(network, drawnWeights(network, draws), {.threads = 2});
        checkLogits(reference, engine.forward(test::toFloat(draws.tensor(reference.shape("input")))));
    }
}

TEST_CASE("the two large U-Nets run") {
    for (const auto& [name, side, scores] : {std::tuple{"unet-lecture", 32, 32}, {"unet-2015", 188, 4}}) {
        const Network network = namedNetwork(name, {.inputChannels = 1, .classes = 2});
        Engine engine(network, initialWeights(network, 3), {.threads = 2});
        const Tensor<float> logits = engine.forward(Tensor<float>({1, 1, side, side}, 0.5f));
        CHECK(logits.shape == core::Shape{1, 2, scores, scores});
        for (const float value : logits.values) CHECK(std::isfinite(value));
    }
}
