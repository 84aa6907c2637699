#include "lab/training_batches.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "core/resizing.h"
#include "data/augmentation.h"
#include "nn/fit_input.h"

namespace seglab::lab {

namespace {

using core::Pair;
using core::Random;
using core::Tensor;

constexpr int kLargestValidation = 512;  // pixels a side
constexpr std::size_t kMeasured = 32;    // samples for mean and deviation

// Fisher and Yates, from the end.
void shuffle(std::vector<std::size_t>& indices, Random random) {
    for (std::size_t i = indices.size(); i > 1; --i)
        std::swap(indices[i - 1], indices[std::size_t(random.integer(0, std::int64_t(i) - 1))]);
}

Pair planeOf(const data::Sample& sample) {
    return {int(sample.labels.size(0)), int(sample.labels.size(1))};
}

// A part of a sample from (top, left), which may be negative: outside of the sample the picture is reflected and
// nothing counts.
data::Sample cut(const data::Sample& sample, Pair from, Pair size) {
    const std::int64_t bands = sample.image.size(0), rows = sample.labels.size(0), columns = sample.labels.size(1);
    data::Sample part{sample.name, Tensor<float>({bands, size.height, size.width}),
                      Tensor<std::uint8_t>({size.height, size.width}, data::kIgnored)};
    const std::size_t area = std::size_t(size.height) * std::size_t(size.width);
    std::size_t next = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x, ++next) {
            const std::int64_t row = from.height + y, column = from.width + x;
            const std::int64_t cell = nn::reflected(row, rows) * columns + nn::reflected(column, columns);
            for (std::int64_t band = 0; band < bands; ++band)
                part.image.values[std::size_t(band) * area + next] =
                    sample.image.values[std::size_t(band * rows * columns + cell)];
            if (row >= 0 && row < rows && column >= 0 && column < columns)
                part.labels.values[next] = sample.labels.values[std::size_t(cell)];
        }
    return part;
}

// Samples of one size as a network takes them, with the labels of the middle where its output is smaller.
nn::Batch batchOf(const std::vector<data::Sample>& samples, const BatchSettings& settings) {
    const Pair plane = planeOf(samples.front());
    const std::int64_t count = std::int64_t(samples.size()), bands = settings.card.inputChannels();
    nn::Batch batch{Tensor<float>({count, bands, plane.height, plane.width}), {}};
    const std::size_t area = std::size_t(plane.height) * std::size_t(plane.width);
    std::size_t next = 0;
    for (const data::Sample& sample : samples)
        for (std::size_t i = 0; i < sample.image.values.size(); ++i) {
            const std::size_t band = i / area;
            batch.images.values[next++] =
                float((double(sample.image.values[i]) - settings.card.mean[band]) / settings.card.deviation[band]);
        }
    const core::Shape logits = nn::inferShapes(settings.network, batch.images.shape).back();
    const Pair output{int(logits[2]), int(logits[3])};
    const Pair from{(plane.height - output.height) / 2, (plane.width - output.width) / 2};
    batch.labels.shape = {count, output.height, output.width};
    for (const data::Sample& sample : samples) {
        const Tensor<std::uint8_t> labels = output == plane ? sample.labels : cut(sample, from, output).labels;
        batch.labels.values.insert(batch.labels.values.end(), labels.values.begin(), labels.values.end());
    }
    return batch;
}

// The picture bilinear, its labels by the nearest cell.
data::Sample resized(data::Sample sample, Pair size) {
    if (planeOf(sample) == size) return sample;
    const core::ResizeTarget target = core::ResizeTarget::of(size);
    sample.image = core::upsampleBilinear(sample.image, target, false);
    Tensor<float> labels({1, sample.labels.size(0), sample.labels.size(1)},
                         std::vector<float>(sample.labels.values.begin(), sample.labels.values.end()));
    labels = core::upsampleNearestTo(labels, target);
    sample.labels = {{size.height, size.width}, std::vector<std::uint8_t>(labels.values.begin(), labels.values.end())};
    return sample;
}

data::Sample load(const BatchSettings& settings, std::size_t index) {
    if (settings.shouldStop()) throw Error(Kind::Interrupted, "stopped");
    data::Sample sample = settings.dataset.at(index);
    if (sample.image.size(0) != settings.card.inputChannels())
        throw Error(Kind::BadInput, "the pictures of one folder differ in their bands",
                    "make all grey, or all coloured", sample.name);
    return settings.card.fit == nn::Fit::Resize ? resized(std::move(sample), settings.card.imageSize) : sample;
}

// Anywhere in the sample; where the sample is smaller, anywhere around it.
int randomOffset(int sample, int window, Random& random) {
    const int slack = sample - window;
    return int(random.integer(std::min(0, slack), std::max(0, slack)));
}

nn::Batch trainingBatch(const BatchSettings& settings, std::int64_t step, Random& random) {
    const std::int64_t perEpoch = stepsPerEpoch(settings.split, settings.batch);
    std::vector<std::size_t> order = settings.split.training;
    shuffle(order, nn::randomOfStep(~settings.seed, step / perEpoch));
    const Pair plane = settings.card.imageSize;
    std::vector<data::Sample> samples;
    for (int i = 0; i < settings.batch; ++i) {
        const std::size_t at = std::size_t(step % perEpoch * settings.batch + i) % order.size();
        const data::Sample whole = load(settings, order[at]);
        const int top = randomOffset(planeOf(whole).height, plane.height, random);
        const int left = randomOffset(planeOf(whole).width, plane.width, random);
        data::Sample part = cut(whole, {top, left}, plane);
        if (random.integer(0, 1) == 1) part = data::mirrored(part);
        samples.push_back(data::augmented(part, {.flips = false, .quarterTurns = false}, random));
    }
    return batchOf(samples, settings);
}

nn::Batch validationBatch(const BatchSettings& settings, std::size_t index) {
    const data::Sample sample = load(settings, settings.split.validation[index]);
    const Pair whole = planeOf(sample);
    const Pair part{std::min(whole.height, kLargestValidation), std::min(whole.width, kLargestValidation)};
    const Pair from{(whole.height - part.height) / 2, (whole.width - part.width) / 2};
    data::Sample middle = cut(sample, from, part);
    return batchOf({cut(middle, {0, 0}, fittingPlane(settings.network, part))}, settings);
}

bool takes(const nn::Network& network, int side) {
    try {
        const core::Shape output = nn::inferShapes(network, {1, network.inputChannels(), side, side}).back();
        return output[2] <= side;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

Split splitOf(std::size_t samples, double validationFraction, std::uint64_t seed) {
    std::vector<std::size_t> order(samples);
    std::iota(order.begin(), order.end(), 0);
    shuffle(order, Random(seed, 2));
    std::size_t kept = std::size_t(std::lround(double(samples) * validationFraction));
    if (validationFraction > 0) kept = std::max<std::size_t>(kept, 1);
    kept = std::min(kept, samples > 0 ? samples - 1 : 0);
    const auto border = order.begin() + std::ptrdiff_t(kept);
    return {.training = {border, order.end()}, .validation = {order.begin(), border}};
}

BandStatistics bandStatistics(const data::Dataset& dataset, const Split& split) {
    BandStatistics result;
    std::vector<double> squares;
    double count = 0;
    for (std::size_t i = 0; i < std::min(kMeasured, split.training.size()); ++i) {
        const Tensor<float> image = dataset.at(split.training[i]).image;
        result.mean.resize(std::size_t(image.size(0)));
        squares.resize(result.mean.size());
        const std::size_t cells = std::size_t(image.size(1) * image.size(2));
        count += double(cells);
        for (std::size_t at = 0; at < image.values.size(); ++at) {
            const double value = double(image.values[at]);
            result.mean[std::min(at / cells, result.mean.size() - 1)] += value;
            squares[std::min(at / cells, squares.size() - 1)] += value * value;
        }
    }
    constexpr double kSmallestDeviation = 1e-3;  // of a band that is the same everywhere
    for (std::size_t band = 0; band < result.mean.size(); ++band) {
        result.mean[band] /= count;
        const double variance = squares[band] / count - result.mean[band] * result.mean[band];
        result.deviation.push_back(std::max(kSmallestDeviation, std::sqrt(std::max(0.0, variance))));
    }
    return result;
}

core::Pair fittingPlane(const nn::Network& network, core::Pair plane) {
    constexpr int kFarthest = 128;
    Pair fitting = plane;
    for (int axis = 0; axis < 2; ++axis) {
        while (fitting[axis] <= plane[axis] + kFarthest && !takes(network, fitting[axis])) ++fitting[axis];
        if (fitting[axis] > plane[axis] + kFarthest)
            nn::inferShapes(network, {1, network.inputChannels(), plane.height, plane.width});
    }
    return fitting;
}

std::int64_t stepsPerEpoch(const Split& split, int batch) {
    return (std::int64_t(split.training.size()) + batch - 1) / batch;
}

nn::TrainingData trainingData(BatchSettings settings) {
    const auto shared = std::make_shared<const BatchSettings>(std::move(settings));
    return {.batch = [shared](std::int64_t step, Random& random) { return trainingBatch(*shared, step, random); },
            .validations = shared->split.validation.size(),
            .validation = [shared](std::size_t index) { return validationBatch(*shared, index); }};
}

}  // namespace seglab::lab
