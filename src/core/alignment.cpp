#include "core/alignment.h"

#include <algorithm>

#include "core/joining.h"
#include "core/operators.h"
#include "core/random.h"
#include "core/resizing.h"

namespace seglab::core {

namespace {

constexpr std::int64_t kLargestCell = 5;

Tensor<double> wholeNumbers(const Shape& shape, Random& random) {
    Tensor<double> tensor(shape);
    for (double& value : tensor.values) value = double(random.integer(0, kLargestCell));
    return tensor;
}

/// −1, 1 or 2: each channel can be seen in the result.
double weight(Random& random) {
    const std::int64_t drawn = random.integer(0, 2);
    return drawn == 0 ? -1.0 : double(drawn);
}

Pair planeOf(const Tensor<double>& tensor) {
    return {int(tensor.size(1)), int(tensor.size(2))};
}

/// The tensor in the middle of zeros.
Tensor<double> padCentre(const Tensor<double>& input, Pair size) {
    return cropCentreBackward(input, {input.size(0), size.height, size.width});
}

/// A 1×1 convolution without a bias; `weights` is [outputs, inputs].
Tensor<double> pointwise(const Tensor<double>& input, const Matrix& weights) {
    const Tensor<double> kernel({weights.rows, weights.columns, 1, 1}, weights.values);
    return conv2d<double>(input, kernel, nullptr, {});
}

std::string differ(const char* what, std::int64_t a, std::int64_t b) {
    return std::string(what) + " " + std::to_string(a) + " and " + std::to_string(b) + " differ";
}

}  // namespace

JoinTrace::JoinTrace(const Shape& first, const Shape& second, const JoinSettings& settings, std::uint64_t seed)
    : settings_(settings), stages_{JoinStage::Given} {
    Random random(seed);
    first_ = wholeNumbers(first, random);
    second_ = wholeNumbers(second, random);
    makeSizes();
    project(seed);
    if (firstSized_.size(1) != secondProjected_.size(1))
        problem_ = differ("heights", firstSized_.size(1), secondProjected_.size(1));
    else if (firstSized_.size(2) != secondProjected_.size(2))
        problem_ = differ("widths", firstSized_.size(2), secondProjected_.size(2));
    else if (settings_.joining == Joining::Addition && firstSized_.size(0) != secondProjected_.size(0))
        problem_ = differ("channels", firstSized_.size(0), secondProjected_.size(0));
    if (problem_.empty()) join(seed);
}

const Tensor<double>& JoinTrace::second(JoinStage stage) const {
    return stage == JoinStage::Given ? second_ : stage == JoinStage::Sized ? secondSized_ : secondProjected_;
}

void JoinTrace::makeSizes() {
    firstSized_ = first_;
    secondSized_ = second_;
    const Pair a = planeOf(first_), b = planeOf(second_);
    if (a == b || settings_.cure == SizeCure::None) return;
    stages_.push_back(JoinStage::Sized);
    if (settings_.cure == SizeCure::Interpolate) {
        secondSized_ = upsampleNearestTo(second_, ResizeTarget::of(a));
        return;
    }
    // Axis by axis one of the two is the smaller; a crop of one axis leaves the other.
    const auto reach = [&](const Tensor<double>& tensor) {
        const Pair own = planeOf(tensor);
        const bool crop = settings_.cure == SizeCure::Crop;
        const Pair wanted = crop ? Pair{std::min(a.height, b.height), std::min(a.width, b.width)}
                                 : Pair{std::max(a.height, b.height), std::max(a.width, b.width)};
        return own == wanted ? tensor : crop ? cropCentre(tensor, wanted) : padCentre(tensor, wanted);
    };
    firstSized_ = reach(first_);
    secondSized_ = reach(second_);
}

void JoinTrace::project(std::uint64_t seed) {
    secondProjected_ = secondSized_;
    const int to = int(first_.size(0)), from = int(second_.size(0));
    if (settings_.joining != Joining::Addition || !settings_.project || to == from) return;
    stages_.push_back(JoinStage::Projected);
    Random random(seed, 1);
    projection_ = Matrix(to, from);
    for (double& value : projection_.values) value = double(random.integer(1, 2));
    secondProjected_ = pointwise(secondSized_, projection_);
}

void JoinTrace::join(std::uint64_t seed) {
    stages_.push_back(JoinStage::Joined);
    stages_.push_back(JoinStage::Mixed);
    joined_ = settings_.joining == Joining::Addition ? add(firstSized_, secondProjected_)
                                                     : concatenate<double>({&firstSized_, &secondProjected_});
    Random random(seed, 2);
    for (std::int64_t c = 0; c < joined_.size(0); ++c) weights_.push_back(weight(random));
    mixed_ = pointwise(joined_, Matrix(1, int(weights_.size()), weights_));
}

double JoinTrace::part(const Tensor<double>& of, std::size_t firstWeight, Pair cell) const {
    double sum = 0;
    const std::size_t area = std::size_t(of.size(1) * of.size(2));
    const std::size_t at = std::size_t(cell.height) * std::size_t(of.size(2)) + std::size_t(cell.width);
    for (std::size_t c = 0; c < std::size_t(of.size(0)); ++c)
        sum += weights_[firstWeight + c] * of.values[c * area + at];
    return sum;
}

double JoinTrace::partOfFirst(Pair cell) const {
    return part(firstSized_, 0, cell);
}

double JoinTrace::partOfSecond(Pair cell) const {
    return part(secondProjected_, settings_.joining == Joining::Addition ? 0 : std::size_t(firstSized_.size(0)), cell);
}

}  // namespace seglab::core
