#include "lab/lost_detail.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "lab/network_run.h"
#include "lab/skip_runs.h"

namespace seglab::lab {

using core::Labels;

namespace {

constexpr int kScales[] = {2, 4, 8};

std::uint8_t mostFrequent(const Labels& labels, int top, int left, int scale) {
    std::array<int, 256> counts{};
    const int rows = int(labels.size(0)), columns = int(labels.size(1));
    for (int y = top; y < std::min(rows, top + scale); ++y)
        for (int x = left; x < std::min(columns, left + scale); ++x)
            ++counts[labels.values[std::size_t(y * columns + x)]];
    const auto judged = counts.begin() + data::kIgnored;
    const auto most = std::max_element(counts.begin(), judged);
    return *most == 0 ? data::kIgnored : std::uint8_t(most - counts.begin());
}

void score(LostDetail& detail, const NetworkPicture& picture, int distance) {
    detail.meanIou = detail.meanBoundaryIou = NAN;
    if (!picture.labelled()) return;
    const int classes = int(picture.classes.size());
    core::ConfusionMatrix confusion(classes, data::kIgnored);
    confusion.add(picture.labels, detail.labels);
    detail.meanIou = core::meanDefined(core::iou(confusion));
    detail.meanBoundaryIou = core::meanDefined(
        core::boundaryIous(picture.labels, detail.labels, classes, {.distance = distance, .ignored = data::kIgnored}));
}

/// Whether a pixel has one of another label within Chebyshev distance `distance`.
bool atBoundary(const Labels& labels, int row, int column, int distance) {
    const int rows = int(labels.size(0)), columns = int(labels.size(1));
    const std::uint8_t own = labels.values[std::size_t(row * columns + column)];
    for (int y = std::max(0, row - distance); y <= std::min(rows - 1, row + distance); ++y)
        for (int x = std::max(0, column - distance); x <= std::min(columns - 1, column + distance); ++x)
            if (labels.values[std::size_t(y * columns + x)] != own) return true;
    return false;
}

LostDetail ofNetwork(int way, const std::shared_ptr<const NetworkPicture>& picture) {
    static const char* const kTitles[] = {"[selection|no skips]", "[output|added]", "[skip|concatenated]"};
    static const char* const kPhrases[] = {"a network trained [selection|without skips]",
                                           "the same with skips that are [output|added]",
                                           "the same with skips that are [skip|concatenated]"};
    const auto run = networkRun({.network = skipNetworks()[std::size_t(way)]}, picture);
    return {.title = kTitles[way], .phrase = kPhrases[way], .labels = run->prediction()};
}

}  // namespace

Labels coarseLabels(const Labels& labels, int scale) {
    Labels coarse(labels.shape);
    const int rows = int(labels.size(0)), columns = int(labels.size(1));
    for (int top = 0; top < rows; top += scale)
        for (int left = 0; left < columns; left += scale) {
            const std::uint8_t label = mostFrequent(labels, top, left, scale);
            for (int y = top; y < std::min(rows, top + scale); ++y)
                std::fill_n(coarse.values.begin() + y * columns + left, std::min(columns, left + scale) - left, label);
        }
    return coarse;
}

std::vector<LostDetail> lostDetails(const std::shared_ptr<const NetworkPicture>& picture, int boundaryDistance) {
    std::vector<LostDetail> details;
    if (picture->labelled())
        for (const int scale : kScales)
            details.push_back({.title = fmt::format("truth at 1/{}", scale),
                               .phrase = fmt::format("the truth with one label for each {0} × {0} pixels", scale),
                               .labels = coarseLabels(picture->labels, scale),
                               .scale = scale});
    for (int way = 0; way < int(skipNetworks().size()); ++way) details.push_back(ofNetwork(way, picture));
    for (LostDetail& detail : details) score(detail, *picture, boundaryDistance);
    return details;
}

Labels errorsOf(const Labels& labels, const NetworkPicture& picture, int distance) {
    Labels errors(labels.shape);
    const int columns = picture.width();
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < columns; ++x) {
            const std::size_t at = std::size_t(y * columns + x);
            const std::uint8_t truth = picture.labels.values[at];
            errors.values[at] = truth == data::kIgnored                      ? 3
                                : truth != labels.values[at]                 ? 2
                                : atBoundary(picture.labels, y, x, distance) ? 1
                                                                             : 0;
        }
    return errors;
}

}  // namespace seglab::lab
