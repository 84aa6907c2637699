#include "core/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace seglab::core {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double ratio(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? kUndefined : double(part) / double(whole);
}

void requireSameShape(const Labels& truth, const Labels& prediction) {
    if (truth.shape == prediction.shape) return;
    throw Error(Kind::BadInput,
                fmt::format("a prediction of {} for a truth of {}", toString(prediction.shape), toString(truth.shape)),
                "both must have the same size");
}

}  // namespace

ConfusionMatrix::ConfusionMatrix(int classes, std::optional<std::uint8_t> ignored)
    : classes_(classes), ignored_(ignored) {
    if (classes < 1 || classes > 255)
        throw Error(Kind::BadInput, fmt::format("{} classes cannot be judged", classes), "choose from 1 to 255");
    counts_.resize(std::size_t(classes) * std::size_t(classes + 1));
}

std::size_t ConfusionMatrix::place(int truth, int prediction) const {
    return std::size_t(truth) * std::size_t(classes_ + 1) + std::size_t(std::min(prediction, classes_));
}

std::int64_t ConfusionMatrix::count(int truth, int prediction) const {
    return counts_[place(truth, prediction)];
}

void ConfusionMatrix::add(const Labels& truth, const Labels& prediction) {
    requireSameShape(truth, prediction);
    for (std::size_t at = 0; at < truth.values.size(); ++at) {
        const std::uint8_t label = truth.values[at], answer = prediction.values[at];
        if (label == ignored_) {
            ++ignoredPixels_;
            continue;
        }
        if (label >= classes_)
            throw Error(Kind::BadInput,
                        fmt::format("the truth holds a {}, which is none of {} classes", label, classes_),
                        "give the number of classes, or the label to ignore");
        ++counts_[place(label, answer == ignored_ ? classes_ : answer)];
    }
}

void ConfusionMatrix::add(const ConfusionMatrix& other) {
    assert(classes_ == other.classes_);
    for (std::size_t at = 0; at < counts_.size(); ++at) counts_[at] += other.counts_[at];
    ignoredPixels_ += other.ignoredPixels_;
}

std::int64_t ConfusionMatrix::truthPixels(int label) const {
    std::int64_t sum = 0;
    for (int prediction = 0; prediction <= classes_; ++prediction) sum += count(label, prediction);
    return sum;
}

std::int64_t ConfusionMatrix::predictionPixels(int label) const {
    std::int64_t sum = 0;
    for (int truth = 0; truth < classes_; ++truth) sum += count(truth, label);
    return sum;
}

std::int64_t ConfusionMatrix::pixels() const {
    std::int64_t sum = 0;
    for (const std::int64_t counted : counts_) sum += counted;
    return sum;
}

double pixelAccuracy(const ConfusionMatrix& matrix) {
    std::int64_t right = 0;
    for (int label = 0; label < matrix.classes(); ++label) right += matrix.count(label, label);
    return ratio(right, matrix.pixels());
}

std::vector<double> iou(const ConfusionMatrix& matrix) {
    std::vector<double> scores;
    for (int label = 0; label < matrix.classes(); ++label) {
        const std::int64_t both = matrix.count(label, label);
        scores.push_back(ratio(both, matrix.truthPixels(label) + matrix.predictionPixels(label) - both));
    }
    return scores;
}

std::vector<double> dice(const ConfusionMatrix& matrix) {
    std::vector<double> scores;
    for (int label = 0; label < matrix.classes(); ++label)
        scores.push_back(
            ratio(2 * matrix.count(label, label), matrix.truthPixels(label) + matrix.predictionPixels(label)));
    return scores;
}

double meanDefined(const std::vector<double>& scores) {
    double sum = 0;
    int defined = 0;
    for (const double score : scores)
        if (!std::isnan(score)) sum += score, ++defined;
    return defined == 0 ? kUndefined : sum / defined;
}

namespace {

/// Which pixels belong to a mask, [height, width].
struct Mask {
    int height, width;
    std::vector<std::uint8_t> inside;
};

/// Along one line: a pixel stays where all within `distance` on both sides are inside; beyond the ends is outside.
void erodeLine(std::uint8_t* first, std::ptrdiff_t step, int length, int distance) {
    std::vector<int> run(std::size_t(length) + 1);  // pixels inside, without a gap, that end before this place
    for (int at = 0; at < length; ++at) run[std::size_t(at) + 1] = first[at * step] ? run[std::size_t(at)] + 1 : 0;
    for (int at = 0; at < length; ++at) {
        const bool stays = at + distance < length && run[std::size_t(at + distance) + 1] > 2 * distance;
        first[at * step] = stays;
    }
}

/// What an erosion with a square of side 2·distance + 1 takes away.
Mask boundaryRegion(const Mask& mask, int distance) {
    Mask eroded = mask;
    for (int y = 0; y < mask.height; ++y)
        erodeLine(eroded.inside.data() + std::ptrdiff_t(y) * mask.width, 1, mask.width, distance);
    for (int x = 0; x < mask.width; ++x) erodeLine(eroded.inside.data() + x, mask.width, mask.height, distance);
    for (std::size_t at = 0; at < mask.inside.size(); ++at) eroded.inside[at] = mask.inside[at] && !eroded.inside[at];
    return eroded;
}

}  // namespace

double boundaryIou(const Labels& truth, const Labels& prediction, int label, const BoundaryOptions& options) {
    requireSameShape(truth, prediction);
    if (truth.shape.size() != 2 || options.distance < 1)
        throw Error(Kind::BadInput, "a boundary needs one picture, [H,W], and a distance", "at least 1 pixel");
    Mask wanted{int(truth.size(0)), int(truth.size(1)), std::vector<std::uint8_t>(truth.values.size())};
    Mask found = wanted;
    for (std::size_t at = 0; at < truth.values.size(); ++at) {
        if (truth.values[at] == options.ignored) continue;
        wanted.inside[at] = truth.values[at] == label;
        found.inside[at] = prediction.values[at] == label;
    }
    const Mask a = boundaryRegion(wanted, options.distance), b = boundaryRegion(found, options.distance);
    std::int64_t both = 0, either = 0;
    for (std::size_t at = 0; at < a.inside.size(); ++at) {
        both += a.inside[at] && b.inside[at];
        either += a.inside[at] || b.inside[at];
    }
    return ratio(both, either);
}

std::vector<double> boundaryIous(const Labels& truth, const Labels& prediction, int classes,
                                 const BoundaryOptions& options) {
    std::vector<double> scores;
    for (int label = 0; label < classes; ++label) scores.push_back(boundaryIou(truth, prediction, label, options));
    return scores;
}

int publishedBoundaryDistance(int height, int width) {
    return std::max(1, int(std::lround(0.02 * std::sqrt(double(height) * height + double(width) * width))));
}

}  // namespace seglab::core
