#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>

#include "core/random.h"
#include "nn/engine.h"
#include "nn/engine/instruction_set.h"

// What the tests of the engine share.
namespace seglab::nn::testing {

using Floats = core::Tensor<float>;
using Doubles = core::Tensor<double>;

inline Floats randomTensor(const core::Shape& shape, core::Random& random) {
    Floats tensor(shape);
    for (float& value : tensor.values) value = float(random.number(-1, 1));
    return tensor;
}

inline Doubles widened(const Floats& tensor) {
    return {tensor.shape, std::vector<double>(tensor.values.begin(), tensor.values.end())};
}

inline double dot(const Floats& a, const Doubles& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) sum += double(a.values[i]) * b.values[i];
    return sum;
}

/// Σ |aᵢ bᵢ|: what rounding errors of a dot product are measured against.
inline double magnitude(const Floats& a, const Doubles& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) sum += std::abs(double(a.values[i]) * b.values[i]);
    return sum;
}

/// The largest |a − b| / (1 + |b|).
template <class A, class B>
double distance(const core::Tensor<A>& a, const core::Tensor<B>& b) {
    if (a.shape != b.shape) return 1e30;
    double most = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const double x = double(a.values[i]), y = double(b.values[i]);
        if (x != x || y != y) return 1e30;
        most = std::max(most, std::abs(x - y) / (1 + std::abs(y)));
    }
    return most;
}

/// Weights of every kind away from their initial zeros and ones, that keep the size of activations; variances positive.
inline Weights randomWeights(const Network& network, std::uint64_t seed) {
    core::Random random(seed);
    Weights weights;
    for (const ParameterShape& parameter : network.parameters()) {
        Floats tensor = randomTensor(parameter.shape, random);
        const bool variance = parameter.name.size() > 4 && parameter.name.substr(parameter.name.size() - 4) == "_var";
        if (variance)
            for (float& value : tensor.values) value = 1.5f + value;
        if (parameter.shape.size() == 4)
            for (float& value : tensor.values)
                value *= std::sqrt(3.0f * float(parameter.shape[0]) / float(tensor.values.size()));
        weights.tensors[parameter.name] = tensor;
    }
    return weights;
}

/// Runs `body` with SEGLAB_ISA set to each instruction set of this machine.
inline void withEachInstructionSet(const std::function<void()>& body) {
    for (const kernels::Table* table : availableKernels()) {
        setenv("SEGLAB_ISA", table->name, 1);
        body();
    }
    unsetenv("SEGLAB_ISA");
}

}  // namespace seglab::nn::testing
