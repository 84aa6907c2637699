#include "figure/views/picture_scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/views/cell_grid.h"

namespace seglab::figure {

using core::Pair;
using core::PictureOperation;

namespace {

constexpr const char* kChannels[] = {"red", "green", "blue"};

std::string by(Pair pair) {
    return fmt::format("{} × {}", pair.height, pair.width);
}

std::string rowsText(int begin, int end) {
    return end - begin == 1 ? fmt::format("row [n|{}]", begin) : fmt::format("rows [n|{}] to [n|{}]", begin, end - 1);
}

/// At most 1024 pixels on the longer side, the mean of up to four samples in each block.
std::shared_ptr<const Pixels> reducedInput(const core::RgbPixels& picture) {
    const int longer = std::max(picture.height, picture.width);
    const int factor = (longer + PictureOperation::kShownSide - 1) / PictureOperation::kShownSide;
    auto pixels = std::make_shared<Pixels>();
    pixels->width = (picture.width + factor - 1) / factor;
    pixels->height = (picture.height + factor - 1) / factor;
    pixels->rgba.resize(std::size_t(pixels->width) * std::size_t(pixels->height) * 4, 255);
    const std::uint8_t* rgb = picture.values.get();
    for (int r = 0; r < pixels->height; ++r)
        for (int c = 0; c < pixels->width; ++c) {
            const int top = r * factor, bottom = std::min(top + factor / 2, picture.height - 1);
            const int left = c * factor, right = std::min(left + factor / 2, picture.width - 1);
            std::uint8_t* out = &pixels->rgba[(std::size_t(r) * std::size_t(pixels->width) + std::size_t(c)) * 4];
            auto at = [&](int y, int x, int channel) {
                return int(
                    rgb[(std::size_t(y) * std::size_t(picture.width) + std::size_t(x)) * 3 + std::size_t(channel)]);
            };
            for (int channel = 0; channel < 3; ++channel)
                out[channel] = std::uint8_t((at(top, left, channel) + at(top, right, channel) +
                                             at(bottom, left, channel) + at(bottom, right, channel) + 2) /
                                            4);
        }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

Range rangeOfChannel(const core::RgbPixels& picture, int channel) {
    std::uint8_t low = 255, high = 0;
    const std::uint8_t* value = picture.values.get() + channel;
    for (std::int64_t left = std::int64_t(picture.height) * picture.width; left > 0; --left, value += 3) {
        low = std::min(low, *value);
        high = std::max(high, *value);
    }
    return {double(low), double(high)};
}

bool inside(const CellName& cell, Pair size) {
    return cell.row >= 0 && cell.row < size.height && cell.column >= 0 && cell.column < size.width;
}

}  // namespace

core::ParameterList pictureParameters() {
    const auto relevant = [](const core::ParameterTable& t) { return !t.text("image").empty(); };
    return {{.name = "channel",
             .label = "Channel",
             .group = "Picture",
             .type = core::Type::Choice,
             .fallback = std::string("green"),
             .help = "Whose numbers are shown; the operation treats the three alike",
             .choices = {"red", "green", "blue"},
             .relevant = relevant},
            {.name = "display",
             .label = "Display",
             .group = "Picture",
             .type = core::Type::Choice,
             .fallback = std::string("range"),
             .help = "How values become brightness: range, smallest to largest; bytes, 0 to 255 and cut off beyond",
             .choices = {"range", "bytes"},
             .relevant = relevant}};
}

PictureOptions pictureOptions(const core::ParameterTable& table) {
    const std::string& channel = table.text("channel");
    return {.channel = channel == "red" ? 0 : channel == "green" ? 1 : 2, .stretch = table.text("display") == "range"};
}

PictureScene::PictureScene(const core::RgbPixels& picture, const core::Matrix& kernel,
                           const core::TransposedSettings& settings, PictureOptions options)
    : operation_(core::cachedPictureOperation(picture, kernel, settings)), options_(options), range_{0, 255} {
    const PictureOperation::Extremes extremes = operation_->extremes();
    if (options_.stretch) range_ = {extremes.minimum, extremes.maximum};
    inputRange_ = rangeOfChannel(picture, options_.channel);
    input_ = reducedInput(picture);
    output_ = asPixels(operation_->reduced());
}

std::string PictureScene::channelName() const {
    return kChannels[options_.channel];
}

Color PictureScene::colorOf(const double* values) const {
    auto byte = [&](double v) { return std::uint8_t(std::clamp(range_.position(v), 0.0, 1.0) * 255 + 0.5); };
    return {byte(values[0]), byte(values[1]), byte(values[2]), 255};
}

std::shared_ptr<const Pixels> PictureScene::asPixels(const core::ReducedRows& rows) const {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = rows.columns;
    pixels->height = rows.end - rows.begin;
    const std::size_t count = rows.values.size() / 3;
    pixels->rgba.resize(count * 4);
    const double span = range_.maximum - range_.minimum;
    const float scale = span > 0 ? float(255 / span) : 0, offset = span > 0 ? -float(range_.minimum) * scale : 127.5f;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel)
            pixels->rgba[4 * i + channel] =
                std::uint8_t(std::clamp(rows.values[3 * i + channel] * scale + offset, 0.f, 255.f) + 0.5f);
        pixels->rgba[4 * i + 3] = 255;
    }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

std::shared_ptr<const Pixels> PictureScene::unfinishedPixels(int step, int& begin, int& end) const {
    const core::ReducedRows rows = operation_->unfinishedAt(step);
    begin = rows.begin;
    end = rows.end;
    return rows.end > rows.begin ? asPixels(rows) : nullptr;
}

std::string pictureCaption(const PictureScene& scene, int step) {
    const PictureOperation& op = scene.operation();
    const Pair in = op.inputSize();
    if (step == 0)
        return fmt::format(
            "A picture of [n|{}] pixels: each weighs a copy of the [kernel|{} kernel], in each of its three channels.",
            by(in), by({op.kernel().rows, op.kernel().columns}));
    if (step < op.rowCount()) {
        const PictureOperation::Rows rows = op.rowsOf(step - 1);
        return fmt::format(
            "[input|Row {} of the input] stamps [n|{}] times into {} of the [output|output]; [n|{}] of [n|{}] rows of "
            "stamps are done.",
            step - 1, in.width, rowsText(rows.begin, rows.end), step, op.rowCount());
    }
    const PictureOperation::Extremes e = op.extremes();
    return fmt::format(
        "All [n|{}] rows have stamped: the [output|output] has [n|{}] cells, [n|{}] to [n|{}]; nothing is clamped, "
        "nothing divided by the [n|{}] stamps that overlap.",
        op.rowCount(), by(op.outputSize()), formatNumber(e.minimum), formatNumber(e.maximum),
        formatNumber(op.overlapExtremes(step).maximum));
}

std::optional<Region> pictureRegion(const PictureScene& scene, int step, const std::string& name) {
    const std::optional<CellName> cell = parseCellName(name);
    if (!cell) return std::nullopt;
    const PictureOperation& op = scene.operation();
    const Pair at{cell->row, cell->column};
    const int channel = scene.options().channel;
    Region region;
    region.name = cellName(cell->stem, cell->row, cell->column);
    region.role = cell->stem;
    if (cell->stem == "output" && inside(*cell, op.outputSize())) {
        region.value = op.at(channel, at, step);
        region.sentence =
            fmt::format("The {} channel; {} stamps have landed here.", scene.channelName(), op.overlapAt(at, step));
    } else if (cell->stem == "overlap" && inside(*cell, op.outputSize())) {
        region.value = op.overlapAt(at, step);
    } else if (cell->stem == "input" && inside(*cell, op.inputSize())) {
        region.value = op.inputAt(channel, at);
        region.sentence = fmt::format("The {} channel, 0 to 255.", scene.channelName());
    } else if (cell->stem == "kernel" && inside(*cell, {op.kernel().rows, op.kernel().columns})) {
        region.value = op.kernel()(at.height, at.width);
        region.action = {
            .kind = Action::Kind::Edit, .parameter = "kernel", .value = {}, .row = at.height, .column = at.width};
    } else {
        return std::nullopt;
    }
    region.text = formatNumber(*region.value);
    return region;
}

std::vector<Term> pictureTerms(const PictureScene& scene, int step, const std::string& name) {
    const std::optional<CellName> cell = parseCellName(name);
    const PictureOperation& op = scene.operation();
    if (!cell || cell->stem != "output" || !inside(*cell, op.outputSize())) return {};
    std::vector<Term> terms;
    const int channel = scene.options().channel;
    for (const core::Multiply& m : op.termsOf(channel, {cell->row, cell->column}, step))
        terms.push_back({.factors = {cellName("input", m.input.height, m.input.width),
                                     cellName("kernel", m.kernel.height, m.kernel.width)},
                         .values = {double(op.inputAt(channel, m.input)), op.kernel()(m.kernel.height, m.kernel.width)},
                         .product = m.product});
    return terms;
}

}  // namespace seglab::figure
