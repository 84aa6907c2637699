#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/operators.h"
#include "core/random.h"

// The numbers that PyTorch gave (tests/reference), and operands for tests.
namespace seglab::test {

/// One line of a reference file: `operator name=value …`.
struct Reference {
    std::string line;  ///< for messages
    std::string op;
    std::map<std::string, std::string> entries;

    bool has(const std::string& name) const { return entries.count(name) > 0; }
    const std::string& text(const std::string& name) const { return entries.at(name); }
    std::vector<std::int64_t> list(const std::string& name) const;
    int number(const std::string& name) const { return int(list(name).at(0)); }
    core::Shape shape(const std::string& name) const { return list(name); }
    /// One number holds for the width alone, as the 1-D operators read it.
    core::Pair pair(const std::string& name) const;
    /// Decimal numbers; `scale` turns 64ths into numbers.
    core::Tensor<double> expected(double scale = 1) const;
    bool refused() const { return text("expected") == "refused"; }
};

std::vector<Reference> readReferences(const std::string& file);

/// Operands from a seed, by the rule in generate_operators.py.
class Draws {
public:
    explicit Draws(std::int64_t seed) : state_(seed) {}
    core::Tensor<double> tensor(const core::Shape& shape);

private:
    std::int64_t state_;
};

/// Numbers in [-1, 1) that no float holds exactly.
core::Tensor<double> randomTensor(core::Random& random, const core::Shape& shape);

core::Tensor<float> toFloat(const core::Tensor<double>& tensor);

/// Whether a float32 result is PyTorch's: |a − b| <= 1e-5 + 1e-4 · |b| everywhere, and the shapes are equal.
bool closeInFloat(const core::Tensor<float>& result, const core::Tensor<double>& expected);

/// Σ a · b over tensors of as many elements.
double innerProduct(const core::Tensor<double>& a, const core::Tensor<double>& b);

/// Largest |a − b|; infinite where the shapes differ.
double largestDifference(const core::Tensor<double>& a, const core::Tensor<double>& b);

/// Random legal settings of a 2-D transposed convolution with an input and a weight to match.
struct RandomTransposed {
    core::Tensor<double> input, weight, bias;
    core::ConvolutionSettings settings;
};
/// With `belowStride`, output padding is smaller than the stride: the case in which the transpose is an adjoint.
RandomTransposed randomTransposed(core::Random& random, bool belowStride);

}  // namespace seglab::test
