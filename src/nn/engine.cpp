#include "nn/engine.h"

#include <fmt/format.h>

#include "core/error.h"
#include "nn/engine/execution.h"
#include "nn/engine/instruction_set.h"

namespace seglab::nn {

struct Engine::State {
    Network network;
    EngineOptions options;
    const kernels::Table& kernels;
    ThreadPool threads;
    ParameterStore parameters;
    std::vector<float> scratch;
    std::vector<NodeId> keptGradients;
    std::function<bool()> shouldStop;
    std::unique_ptr<Execution> inference, training;
    Execution* last = nullptr;  // the one that ran last, of the two above
    bool wentForward = false, wentBackward = false;

    State(Network network_, const EngineOptions& options_)
        : network(std::move(network_)), options(options_), kernels(chosenKernels()), threads(options_.threads) {}

    Pass pass(core::Random* random) { return {threads, kernels, scratch, random != nullptr, random}; }

    Execution& executionFor(const core::Shape& input, bool train) {
        std::unique_ptr<Execution>& execution = train ? training : inference;
        if (execution && execution->inputShape() == input) return *execution;
        execution.reset();
        last = nullptr;
        const ExecutionOptions how{.training = train,
                                   .keepActivations = options.keepActivations,
                                   .foldNormalisation = options.foldNormalisation,
                                   .keptGradients = keptGradients};
        execution = std::make_unique<Execution>(network, input, how, parameters, kernels);
        return *execution;
    }

    core::Tensor<float> forward(const core::Tensor<float>& input, core::Random* random) {
        Execution& execution = executionFor(input.shape, random != nullptr);
        last = nullptr;  // what an interruption leaves behind cannot be read
        wentBackward = false;
        core::Tensor<float> output = execution.forward(pass(random), input, shouldStop);
        last = &execution;
        // A layer's statistics have moved: what was folded or packed from them is out of date.
        if (random && inference) inference->parametersChanged();
        return output;
    }

    const Execution& kept() const {
        if (!last || !last->options().backward())
            throw Error(Kind::Usage, "there are no activations to read",
                        "run forward with keepActivations, or forwardTraining, first");
        return *last;
    }

    void forget() {
        inference.reset();
        training.reset();
        last = nullptr;
    }
};

Engine::Engine(Network network, Weights weights, EngineOptions options) {
    checkWeights(network, weights);
    state_ = std::make_unique<State>(std::move(network), options);
    for (const ParameterShape& parameter : state_->network.parameters()) {
        StoredParameter& stored = state_->parameters[parameter.name];
        stored.shape = parameter.shape;
        stored.trained = parameter.trained;
        stored.values = weights[parameter.name].values;
        if (parameter.trained) stored.gradient.resize(stored.values.size());
    }
}

Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

const Network& Engine::network() const {
    return state_->network;
}

Weights Engine::weights() const {
    Weights weights;
    for (const auto& [name, stored] : state_->parameters) weights.tensors[name] = {stored.shape, stored.values};
    return weights;
}

void Engine::setWeights(const Weights& weights) {
    checkWeights(state_->network, weights);
    for (auto& [name, stored] : state_->parameters) stored.values = weights[name].values;
    parametersChanged();
}

core::Tensor<float> Engine::forward(const core::Tensor<float>& input) {
    return state_->forward(input, nullptr);
}

core::Tensor<float> Engine::forwardTraining(const core::Tensor<float>& input, core::Random& random) {
    return state_->forward(input, &random);
}

void Engine::backward(const core::Tensor<float>& logitsGradient) {
    state_->kept();
    Execution& execution = *state_->last;
    if (logitsGradient.shape != execution.outputShape())
        throw Error(Kind::BadInput,
                    fmt::format("a gradient of {} for logits of {}", core::toString(logitsGradient.shape),
                                core::toString(execution.outputShape())),
                    "the gradient has the shape of the logits");
    Pass pass = state_->pass(nullptr);
    pass.training = execution.options().training;
    state_->wentBackward = false;
    execution.backward(pass, logitsGradient, state_->shouldStop);
    state_->wentBackward = true;
}

core::Tensor<float> Engine::activation(const std::string& node) const {
    const NodeId id = state_->network.find(node);
    state_->kept();
    Pass pass = state_->pass(nullptr);
    pass.training = state_->last->options().training;
    return state_->last->activation(pass, id);
}

void Engine::keepGradients(std::vector<std::string> nodes) {
    std::vector<NodeId> ids;
    for (const std::string& node : nodes) ids.push_back(state_->network.find(node));
    if (ids == state_->keptGradients) return;
    state_->keptGradients = ids;
    state_->forget();
}

core::Tensor<float> Engine::gradient(const std::string& node) const {
    const NodeId id = state_->network.find(node);
    bool kept = false;
    for (NodeId other : state_->keptGradients) kept = kept || other == id;
    if (!kept) throw Error(Kind::Usage, "this gradient was not kept", "name the node in keepGradients first", node);
    if (!state_->last || !state_->wentBackward)
        throw Error(Kind::Usage, "there is no gradient yet", "run backward first", node);
    return state_->last->gradient(id);
}

std::vector<Engine::Parameter> Engine::parameters() {
    std::vector<Parameter> found;
    for (const ParameterShape& parameter : state_->network.parameters()) {
        if (!parameter.trained) continue;
        StoredParameter& stored = state_->parameters.at(parameter.name);
        found.push_back(
            {parameter.name, stored.shape, stored.values.data(), stored.gradient.data(), stored.values.size()});
    }
    return found;
}

void Engine::parametersChanged() {
    for (Execution* execution : {state_->inference.get(), state_->training.get()})
        if (execution) execution->parametersChanged();
}

void Engine::setStopCheck(std::function<bool()> shouldStop) {
    state_->shouldStop = std::move(shouldStop);
}

std::size_t Engine::plannedBytes() const {
    return state_->last ? state_->last->bytes() : 0;
}

int Engine::threads() const {
    return state_->threads.threads();
}

std::string Engine::instructionSet() const {
    return state_->kernels.name;
}

}  // namespace seglab::nn
