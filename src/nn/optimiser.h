#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/tensor.h"
#include "nn/engine.h"

namespace seglab::nn {

struct OptimiserSettings {
    enum class Kind { Sgd, Adam };
    Kind kind = Kind::Adam;
    double momentum = 0.9;   ///< SGD
    double beta1 = 0.9;      ///< Adam: of the mean gradient
    double beta2 = 0.999;    ///< Adam: of the mean squared gradient
    double epsilon = 1e-8;   ///< Adam
    double weightDecay = 0;  ///< L2: weightDecay · parameter is added to the gradient, as PyTorch's SGD and Adam do it
                             ///< (not the decoupled decay of AdamW); biases and normalisation included
};

/// What an optimiser remembers from step to step, by PyTorch's words: "NAME.momentum_buffer", "NAME.exp_avg",
/// "NAME.exp_avg_sq".
struct OptimiserState {
    std::int64_t steps = 0;
    std::map<std::string, core::Tensor<float>> tensors;

    bool operator==(const OptimiserState& other) const { return steps == other.steps && tensors == other.tensors; }
};

/// torch.optim.SGD (dampening 0, no Nesterov) and torch.optim.Adam (no amsgrad): D. Kingma, J. Ba, "Adam" (2015),
/// algorithm 1.
class Optimiser {
public:
    explicit Optimiser(const OptimiserSettings& settings) : settings_(settings) {}

    /// One step downhill; changes the values in place.
    void step(const std::vector<Engine::Parameter>& parameters, double learningRate);

    const OptimiserState& state() const { return state_; }
    /// Throws BadInput, and changes nothing, unless it is what remains of `steps` steps with these parameters.
    void setState(OptimiserState state, const std::vector<Engine::Parameter>& parameters);

private:
    std::vector<float>& memory(const Engine::Parameter& parameter, const char* what);
    void stepSgd(const Engine::Parameter& parameter, double learningRate);
    void stepAdam(const Engine::Parameter& parameter, double learningRate);

    OptimiserSettings settings_;
    OptimiserState state_;
};

}  // namespace seglab::nn
