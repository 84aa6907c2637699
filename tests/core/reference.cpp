#include "core/reference.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <sstream>
#include <stdexcept>

#include "core/sizes.h"

using namespace seglab::core;

namespace seglab::test {

std::vector<std::int64_t> Reference::list(const std::string& name) const {
    std::vector<std::int64_t> values;
    std::istringstream stream(text(name));
    for (std::string entry; std::getline(stream, entry, ',');) values.push_back(std::stoll(entry));
    return values;
}

Pair Reference::pair(const std::string& name) const {
    const auto values = list(name);
    return {int(values.front()), int(values.back())};
}

Tensor<double> Reference::expected(double scale) const {
    std::vector<double> values;
    std::istringstream stream(text("expected"));
    for (std::string entry; std::getline(stream, entry, ',');) values.push_back(std::stod(entry) * scale);
    return {shape("shape"), values};
}

std::vector<Reference> readReferences(const std::string& file) {
    std::ifstream stream(SEGLAB_SOURCE_DIR "/tests/reference/" + file);
    if (!stream) throw std::runtime_error("tests/reference/" + file + " is missing");
    std::vector<Reference> references;
    for (std::string line; std::getline(stream, line);) {
        Reference reference{line.substr(0, 220), {}, {}};
        std::istringstream words(line);
        words >> reference.op;
        for (std::string word; words >> word;) {
            const std::size_t equals = word.find('=');
            reference.entries[word.substr(0, equals)] = word.substr(equals + 1);
        }
        references.push_back(reference);
    }
    return references;
}

Tensor<double> Draws::tensor(const Shape& shape) {
    Tensor<double> result(shape);
    for (double& value : result.values) {
        state_ = (1103515245 * state_ + 12345) % (std::int64_t(1) << 31);
        value = double((state_ >> 16) % 17 - 8) / 8;
    }
    return result;
}

Tensor<double> randomTensor(Random& random, const Shape& shape) {
    Tensor<double> result(shape);
    for (double& value : result.values) value = random.number(-1, 1);
    return result;
}

Tensor<float> toFloat(const Tensor<double>& tensor) {
    return {tensor.shape, std::vector<float>(tensor.values.begin(), tensor.values.end())};
}

bool closeInFloat(const Tensor<float>& result, const Tensor<double>& expected) {
    if (result.shape != expected.shape) return false;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        const double difference = std::abs(double(result.values[i]) - expected.values[i]);
        if (!(difference <= 1e-5 + 1e-4 * std::abs(expected.values[i]))) return false;
    }
    return true;
}

double innerProduct(const Tensor<double>& a, const Tensor<double>& b) {
    return std::inner_product(a.values.begin(), a.values.end(), b.values.begin(), 0.0);
}

double largestDifference(const Tensor<double>& a, const Tensor<double>& b) {
    if (a.shape != b.shape) return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
}

namespace {

bool legal(const RandomTransposed& drawn, int axis) {
    const ConvolutionSettings& s = drawn.settings;
    const AxisSizes sizes{.input = int(drawn.input.size(2 + axis)),
                          .kernel = int(drawn.weight.size(2 + axis)),
                          .stride = s.stride[axis],
                          .padding = s.padding[axis],
                          .dilation = s.dilation[axis],
                          .outputPadding = s.outputPadding[axis]};
    return objection(Operation::TransposedConvolution, sizes).empty();
}

}  // namespace

RandomTransposed randomTransposed(Random& random, bool belowStride) {
    const auto draw = [&](int low, int high) { return int(random.integer(low, high)); };
    for (;;) {
        RandomTransposed drawn;
        ConvolutionSettings& s = drawn.settings;
        s.groups = draw(1, 3);
        for (int axis = 0; axis < 2; ++axis) {
            s.stride[axis] = draw(1, 4);
            s.padding[axis] = draw(0, 4);
            s.dilation[axis] = draw(1, 4);
            const int past = belowStride ? s.stride[axis] : std::max(s.stride[axis], s.dilation[axis]);
            s.outputPadding[axis] = draw(0, past - 1);
        }
        const int inputs = s.groups * draw(1, 2), groupOutputs = draw(1, 2);
        drawn.input = randomTensor(random, {draw(1, 2), inputs, draw(1, 6), draw(1, 6)});
        drawn.weight = randomTensor(random, {inputs, groupOutputs, draw(1, 5), draw(1, 5)});
        drawn.bias = randomTensor(random, {groupOutputs * s.groups});
        if (legal(drawn, 0) && legal(drawn, 1)) return drawn;
    }
}

}  // namespace seglab::test
