#include "nn/optimiser.h"

#include <fmt/format.h>

#include <cmath>

namespace seglab::nn {

namespace {

std::vector<std::string> memoriesOf(OptimiserSettings::Kind kind) {
    if (kind == OptimiserSettings::Kind::Sgd) return {"momentum_buffer"};
    return {"exp_avg", "exp_avg_sq"};
}

}  // namespace

void Optimiser::setState(OptimiserState state, const std::vector<Engine::Parameter>& parameters) {
    const auto refuse = [](const std::string& what) {
        throw Error(Kind::BadInput, what, "the file is damaged, or of another network: begin a new run");
    };
    std::size_t known = 0;
    for (const Engine::Parameter& parameter : parameters)
        for (const std::string& memory : memoriesOf(settings_.kind)) {
            const auto found = state.tensors.find(parameter.name + "." + memory);
            const bool has = found != state.tensors.end();
            if (!has && state.steps > 0)
                refuse(fmt::format("the optimiser's {}.{} is missing", parameter.name, memory));
            if (has && found->second.shape != parameter.shape)
                refuse(fmt::format("the optimiser's {} is {}, its parameter {}", found->first,
                                   core::toString(found->second.shape), core::toString(parameter.shape)));
            known += has;
        }
    if (known < state.tensors.size())
        refuse(fmt::format("the optimiser has {} tensors that no parameter owns", state.tensors.size() - known));
    state_ = std::move(state);
}

void Optimiser::step(const std::vector<Engine::Parameter>& parameters, double learningRate) {
    ++state_.steps;
    for (const Engine::Parameter& parameter : parameters) {
        if (settings_.kind == OptimiserSettings::Kind::Sgd)
            stepSgd(parameter, learningRate);
        else
            stepAdam(parameter, learningRate);
    }
}

// Zeros when they are first asked for.
std::vector<float>& Optimiser::memory(const Engine::Parameter& parameter, const char* what) {
    const auto [entry, added] = state_.tensors.try_emplace(parameter.name + "." + what);
    if (added) entry->second = core::Tensor<float>(parameter.shape);
    return entry->second.values;
}

// velocity ← momentum · velocity + gradient; parameter ← parameter − rate · velocity.
void Optimiser::stepSgd(const Engine::Parameter& parameter, double learningRate) {
    float* velocity = memory(parameter, "momentum_buffer").data();
    const float momentum = float(settings_.momentum), decay = float(settings_.weightDecay), rate = float(learningRate);
    for (std::size_t i = 0; i < parameter.count; ++i) {
        const float gradient = parameter.gradient[i] + decay * parameter.values[i];
        velocity[i] = momentum * velocity[i] + gradient;
        parameter.values[i] -= rate * velocity[i];
    }
}

// Means of gradient and squared gradient, each freed of its beginning at zero by 1 / (1 − βᵗ).
void Optimiser::stepAdam(const Engine::Parameter& parameter, double learningRate) {
    float* mean = memory(parameter, "exp_avg").data();
    float* square = memory(parameter, "exp_avg_sq").data();
    const double t = double(state_.steps);
    const float rate = float(learningRate / (1 - std::pow(settings_.beta1, t)));
    const float root = float(std::sqrt(1 - std::pow(settings_.beta2, t)));
    const float beta1 = float(settings_.beta1), beta2 = float(settings_.beta2);
    const float rest1 = float(1 - settings_.beta1), rest2 = float(1 - settings_.beta2);
    const float epsilon = float(settings_.epsilon), decay = float(settings_.weightDecay);
    for (std::size_t i = 0; i < parameter.count; ++i) {
        const float gradient = parameter.gradient[i] + decay * parameter.values[i];
        mean[i] = beta1 * mean[i] + rest1 * gradient;
        square[i] = beta2 * square[i] + rest2 * gradient * gradient;
        parameter.values[i] -= rate * mean[i] / (std::sqrt(square[i]) / root + epsilon);
    }
}

}  // namespace seglab::nn
