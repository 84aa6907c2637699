#include "figure/views/rolled_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/grid_parts.h"
#include "figure/views/window_scene.h"

namespace seglab::figure {

using core::Pair;
using core::RolledClassifier;

namespace {

constexpr float kGap = 0.6f, kWideGap = 1.6f;  // cells, between grids and between groups of them
constexpr float kLargestCell = 3.2f;           // em
constexpr int kBeforeSlide = int(RollStage::Slide);

/// A score that is asked for by name, where there is one.
struct ScoreCell {
    int map;
    Pair cell;
};

std::optional<ScoreCell> scoreNamed(const RolledClassifier& of, const std::string& name) {
    const auto cell = parseCellName(name);
    if (!cell || cell->row < 0 || cell->column < 0 || cell->row >= of.windows().height ||
        cell->column >= of.windows().width)
        return std::nullopt;
    for (int k = 0; k < of.shape().classes; ++k)
        if (cell->stem == channelStem("score", k)) return ScoreCell{k, {cell->row, cell->column}};
    return std::nullopt;
}

/// Where everything stands with cells of one size.
struct Layout {
    float cell = 0;
    std::vector<Grid> features, scores, kernels;  ///< kernels: class by class, channel by channel
    Grid vector, matrix, sums;
    float height = 0;
};

/// Grids of one size in a row from a point; the gap is in cells.
std::vector<Grid> rowOf(Point at, int count, Pair size, float cell) {
    std::vector<Grid> grids;
    for (int i = 0; i < count; ++i) {
        grids.emplace_back(at, size, cell);
        at.x += (float(size.width) + kGap) * cell;
    }
    return grids;
}

std::string featuresTitle(const RolledClassifier& c) {
    return fmt::format("[input|features] [n|{} × {} × {}]", c.shape().channels, c.shape().plane.height,
                       c.shape().plane.width);
}

std::string scoresTitle(const RolledClassifier& c) {
    return fmt::format("[output|scores] [n|{} × {} × {}]", c.shape().classes, c.windows().height, c.windows().width);
}

std::string weightsTitle(const RolledClassifier& c, bool rolled) {
    const core::ClassifierShape& s = c.shape();
    if (!rolled) return fmt::format("[kernel|fully connected] [n|{} × {}]", s.classes, c.inputs());
    return fmt::format("[kernel|convolution] [n|{} × {} × {} × {}]", s.classes, s.channels, s.kernel, s.kernel);
}

/// The matrix with its vector above and its sums at the right, or the kernels, from a point.
void placeWeights(Layout& at, Point from, const RolledClassifier& c) {
    const core::ClassifierShape& s = c.shape();
    at.vector = Grid(from, {1, c.inputs()}, at.cell);
    at.matrix = Grid({from.x, from.y + (1 + kGap) * at.cell}, {s.classes, c.inputs()}, at.cell);
    at.sums = Grid({at.matrix.box().right() + kWideGap * at.cell, at.matrix.at.y}, {s.classes, 1}, at.cell);
    for (int k = 0; k < s.classes; ++k) {
        const std::vector<Grid> kernel = rowOf(from, s.channels, {s.kernel, s.kernel}, at.cell);
        at.kernels.insert(at.kernels.end(), kernel.begin(), kernel.end());
        from.x = kernel.back().box().right() + kWideGap * at.cell;
    }
}

/// Features, weights and scores in two rows, the scores beside the features, or in three.
Layout placed(const Box& area, const RolledClassifier& c, float cell, bool beside, const View& view) {
    const core::ClassifierShape& s = c.shape();
    const float title = titleHeight(view), between = 0.9f * view.em();
    Layout at;
    at.cell = cell;
    Point from{area.x, area.y + title};
    at.features = rowOf(from, s.channels, s.plane, cell);
    const float features = std::max(at.features.back().box().right(), area.x + gridTitleWidth(featuresTitle(c), view));
    Point scores{features + std::max(2 * kWideGap * cell, 1.5f * view.em()), from.y};
    from.y = at.features.front().box().bottom() + between + title;
    placeWeights(at, from, c);
    const float weights = std::max(at.matrix.box().bottom(), at.kernels.front().box().bottom());
    if (!beside) scores = {area.x, weights + between + title};
    at.scores = rowOf(scores, s.classes, c.windows(), cell);
    at.height = std::max(weights, at.scores.front().box().bottom()) - area.y;
    return at;
}

float rightEnd(const Layout& at, const RolledClassifier& c, const View& view) {
    const float titles = std::max(at.scores.front().at.x + gridTitleWidth(scoresTitle(c), view),
                                  at.matrix.at.x + gridTitleWidth(weightsTitle(c, true), view));
    return std::max({titles, at.scores.back().box().right(), at.sums.box().right(), at.kernels.back().box().right()});
}

/// Of both arrangements the one with the larger cells.
Layout laidOut(const Box& area, const RolledClassifier& c, const View& view) {
    Layout best;
    for (const bool beside : {true, false}) {
        float cell = std::floor(kLargestCell * view.em());
        const auto fits = [&](const Layout& at) {
            return rightEnd(at, c, view) <= area.right() && at.height <= area.height;
        };
        Layout at = placed(area, c, cell, beside, view);
        while (cell > 4 && !fits(at)) at = placed(area, c, --cell, beside, view);
        if (at.cell > best.cell) best = std::move(at);
    }
    return best;
}

/// What moves in this moment, and how far it is.
struct Motion {
    int step;
    float progress;
    bool of(RollStage stage) const { return step == int(stage) && progress < 1; }
};

Motion motionOf(const RolledScene& s) {
    const bool undoing = s.view.backwards && s.view.phase < 1 && s.step < RolledScene::stepCount(s.classifier);
    return {undoing ? s.step + 1 : s.step, s.step == 0 && !undoing ? 1 : undoing ? 1 - s.view.phase : s.view.phase};
}

class Drawing {
public:
    Drawing(Figure& figure, const Box& area, const RolledScene& scene)
        : figure_(figure),
          s_(scene),
          c_(scene.classifier),
          at_(laidOut(area, c_, scene.view)),
          motion_(motionOf(scene)),
          window_(scene.window()) {
        if (const auto asked = scoreNamed(c_, s_.view.focus()); asked && indexOf(asked->cell) < s_.scored())
            window_ = asked->cell;
    }

    void draw() {
        drawFeatures();
        if (rolled())
            drawKernels();
        else
            drawMatrix();
        drawScores();
        if (motion_.of(RollStage::Flattened)) drawFlattening();
        if (motion_.of(RollStage::Rolled)) drawRolling();
    }

private:
    int indexOf(Pair window) const { return window.height * c_.windows().width + window.width; }
    /// At rest: while the weights are on their way neither stands.
    bool rolled() const { return s_.stage() >= RollStage::Rolled; }
    bool inPatch(int row, int column) const {
        const int k = c_.shape().kernel;
        return row >= window_.height && row < window_.height + k && column >= window_.width &&
               column < window_.width + k;
    }
    GridLook look(Role role) const {
        return {.line = palette(s_.view.theme).hairline, .border = roleColor(role, s_.view.theme)};
    }
    Cell number(double value, Role role, float strength = 0.16f) const {
        return {.text = formatNumber(value), .fill = roleTint(role, s_.view.theme, strength)};
    }
    void frame(const Box& box) {
        drawFrame(figure_, box, {.color = roleColor(Role::Selection, s_.view.theme), .width = 2.5f}, s_.view);
    }
    void title(const Grid& grid, const std::string& markup) { drawGridTitle(figure_, grid.at, markup, s_.view); }

    void drawFeatures() {
        title(at_.features.front(), featuresTitle(c_));
        for (int channel = 0; channel < c_.shape().channels; ++channel) {
            const Grid& grid = at_.features[std::size_t(channel)];
            const auto value = [&](int row, int column) { return c_.features().at(0, channel, row, column); };
            drawCells(
                figure_, grid, look(Role::Input),
                [&](int row, int column) {
                    return number(value(row, column), inPatch(row, column) ? Role::Selection : Role::Input);
                },
                s_.view);
            addRegions(figure_, grid,
                       {.stem = channelStem("features", channel),
                        .role = "features",
                        .size = c_.shape().plane,
                        .fill = [&](Region& region, int row, int column) {
                            region.value = value(row, column);
                            region.text = formatNumber(*region.value);
                        }});
            frame(grid.block(float(window_.height), float(window_.width), c_.shape().kernel, c_.shape().kernel));
        }
    }

    Region weightRegion(int k, int input) const {
        const RolledClassifier::Place place = c_.placeOf(input);
        Region region{
            .name = fmt::format("weight({},{})", k, input), .role = "weight", .value = c_.weights()(k, input)};
        region.text = formatNumber(*region.value);
        region.sentence =
            fmt::format("Row {}, column {} of the matrix; in the kernel of class {} channel {}, cell ({}, {}).", k,
                        input, k + 1, place.channel + 1, place.cell.height, place.cell.width);
        return region;
    }

    Box placeInKernel(int k, int input) const {
        const RolledClassifier::Place place = c_.placeOf(input);
        return at_.kernels[std::size_t(k * c_.shape().channels + place.channel)].cell(place.cell.height,
                                                                                      place.cell.width);
    }

    void drawMatrix() {
        title(at_.vector, weightsTitle(c_, false));
        const bool moves = motion_.of(RollStage::Rolled);
        drawCells(
            figure_, at_.matrix, look(Role::Kernel),
            [&](int k, int i) { return moves ? Cell{} : number(c_.weights()(k, i), Role::Kernel); }, s_.view);
        for (int k = 0; k < c_.shape().classes; ++k)
            for (int i = 0; i < c_.inputs(); ++i) {
                figure_.regions.push_back(weightRegion(k, i));
                figure_.regions.back().box = at_.matrix.cell(k, i);
            }
        if (s_.stage() >= RollStage::Flattened) drawVector();
        if (s_.stage() >= RollStage::Scored) drawSums();
    }

    void drawVector() {
        const std::vector<double> patch = c_.patch(window_);
        const bool moves = motion_.of(RollStage::Flattened);
        drawCells(
            figure_, at_.vector, look(Role::Input),
            [&](int, int i) { return moves ? Cell{} : number(patch[std::size_t(i)], Role::Selection); }, s_.view);
        for (int i = 0; i < c_.inputs(); ++i) {
            const RolledClassifier::Place place = c_.placeOf(i);
            Region region{.name = fmt::format("vector({})", i),
                          .role = "vector",
                          .box = at_.vector.cell(0, i),
                          .value = patch[std::size_t(i)],
                          .text = formatNumber(patch[std::size_t(i)])};
            region.sentence = fmt::format(
                "It is {}.", cellName(channelStem("features", place.channel), window_.height + place.cell.height,
                                      window_.width + place.cell.width));
            figure_.regions.push_back(region);
        }
    }

    void drawSums() {
        drawCells(
            figure_, at_.sums, look(Role::Output), [&](int k, int) { return scoreLook(k, window_); }, s_.view);
        const TextStyle style{.size = titleSize(s_.view), .font = Font::Words, .color = palette(s_.view.theme).muted};
        for (int k = 0; k < c_.shape().classes; ++k) {
            const Box cell = at_.sums.cell(k, 0);
            addText(figure_, {cell.x - 0.5f * kWideGap * at_.cell, cell.centre().y + 0.35f * style.size}, "=", style,
                    Align::Centre);
        }
    }

    void drawKernels() {
        title(at_.kernels.front(), weightsTitle(c_, true));
        const bool moves = motion_.of(RollStage::Rolled);
        for (int k = 0; k < c_.shape().classes; ++k)
            for (int channel = 0; channel < c_.shape().channels; ++channel)
                drawCells(
                    figure_, at_.kernels[std::size_t(k * c_.shape().channels + channel)], look(Role::Kernel),
                    [&](int row, int column) {
                        return moves ? Cell{} : number(c_.kernels().at(k, channel, row, column), Role::Kernel);
                    },
                    s_.view);
        for (int k = 0; k < c_.shape().classes; ++k)
            for (int i = 0; i < c_.inputs(); ++i) {
                figure_.regions.push_back(weightRegion(k, i));
                figure_.regions.back().box = placeInKernel(k, i);
            }
    }

    bool isKnown(Pair window) const { return indexOf(window) < s_.scored(); }

    Region scoreRegion(int k, Pair window) const {
        Region region{.name = cellName(channelStem("score", k), window.height, window.width), .role = "score"};
        if (!isKnown(window)) return region;
        region.value = c_.scores().at(0, k, window.height, window.width);
        region.text = formatNumber(*region.value);
        const auto guess = s_.view.guesses.find(region.name);
        const bool right = guess != s_.view.guesses.end() && guess->second == *region.value;
        if (!s_.view.hides(region) || right) return region;
        region.value.reset();
        region.text = "?";
        region.action.kind = Action::Kind::Answer;
        return region;
    }

    Cell scoreLook(int k, Pair window) const {
        const Region region = scoreRegion(k, window);
        if (region.text == "?") {
            const auto guess = s_.view.guesses.find(region.name);
            const bool guessed = guess != s_.view.guesses.end();
            return coveredCell(guessed ? std::optional<double>(guess->second) : std::nullopt, false, s_.view.theme);
        }
        Cell cell{.text = region.text, .fill = roleTint(Role::Output, s_.view.theme, isKnown(window) ? 0.16f : 0.03f)};
        cell.bold = isKnown(window) && window == window_;
        return cell;
    }

    void drawScores() {
        title(at_.scores.front(), scoresTitle(c_));
        for (int k = 0; k < c_.shape().classes; ++k) {
            const Grid& grid = at_.scores[std::size_t(k)];
            drawCells(
                figure_, grid, look(Role::Output),
                [&](int row, int column) {
                    return scoreLook(k, {row, column});
                },
                s_.view);
            for (int row = 0; row < grid.rows; ++row)
                for (int column = 0; column < grid.columns; ++column) {
                    figure_.regions.push_back(scoreRegion(k, {row, column}));
                    figure_.regions.back().box = grid.cell(row, column);
                }
            if (isKnown(window_)) frame(grid.cell(window_.height, window_.width));
        }
    }

    static Box between(const Box& from, const Box& to, float t) {
        return {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y), from.width + t * (to.width - from.width),
                from.height + t * (to.height - from.height)};
    }

    void drawFlying(const Box& box, double value, Role role) {
        drawCells(
            figure_, Grid({box.x, box.y}, {1, 1}, box.width), {.line = roleColor(role, s_.view.theme)},
            [&](int, int) {
                Cell cell = number(value, role);
                cell.fill = palette(s_.view.theme).raised;
                return cell;
            },
            s_.view);
    }

    /// The cells of the patch on their way into the vector.
    void drawFlattening() {
        const std::vector<double> patch = c_.patch(window_);
        for (int i = 0; i < c_.inputs(); ++i) {
            const RolledClassifier::Place place = c_.placeOf(i);
            const Box from = at_.features[std::size_t(place.channel)].cell(window_.height + place.cell.height,
                                                                           window_.width + place.cell.width);
            drawFlying(between(from, at_.vector.cell(0, i), motion_.progress), patch[std::size_t(i)], Role::Selection);
        }
    }

    /// The rows of the matrix on their way into the kernels.
    void drawRolling() {
        for (int k = 0; k < c_.shape().classes; ++k)
            for (int i = 0; i < c_.inputs(); ++i)
                drawFlying(between(at_.matrix.cell(k, i), placeInKernel(k, i), motion_.progress), c_.weights()(k, i),
                           Role::Kernel);
    }

    Figure& figure_;
    const RolledScene& s_;
    const RolledClassifier& c_;
    Layout at_;
    Motion motion_;
    Pair window_;
};

/// "12, 3 and −4"
std::string listed(const std::vector<double>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) text += i + 1 == numbers.size() ? " and " : ", ";
        text += fmt::format("[n|{}]", formatNumber(numbers[i]));
    }
    return text;
}

}  // namespace

int RolledScene::stepCount(const RolledClassifier& c) {
    return kBeforeSlide - 1 + c.windows().height * c.windows().width;
}

RollStage RolledScene::stage() const {
    return RollStage(std::min(step, kBeforeSlide));
}

Pair RolledScene::window() const {
    const int index = std::max(0, step - kBeforeSlide), columns = classifier.windows().width;
    return {index / columns, index % columns};
}

int RolledScene::scored() const {
    return step < int(RollStage::Scored) ? 0 : std::max(1, step - kBeforeSlide + 1);
}

void drawRolled(Figure& figure, const Box& area, const RolledScene& scene) {
    Drawing(figure, area, scene).draw();
}

std::string rolledCaption(const RolledClassifier& c, int step) {
    const core::ClassifierShape& shape = c.shape();
    const View view;
    const RolledScene scene{c, step, view};
    const Pair window = scene.window();
    const std::string patch = fmt::format("{0} × {1} × {1}", shape.channels, shape.kernel);
    const std::string scores = listed(c.fullyConnected(window));
    switch (scene.stage()) {
        case RollStage::Patch:
            return fmt::format(
                "A fully connected classifier reads a [selection|patch] of {} features: [kernel|{} × {} weights], a "
                "row for each class.",
                patch, shape.classes, c.inputs());
        case RollStage::Flattened:
            return fmt::format(
                "The [selection|patch] becomes a vector, channel by channel, row by row: {} numbers, each above its "
                "column of [kernel|weights].",
                c.inputs());
        case RollStage::Scored:
            return fmt::format("Each row times the vector, summed: the [output|scores] {} of this one patch.", scores);
        case RollStage::Rolled:
            return fmt::format(
                "Rolled up, each row of [kernel|weights] is a kernel of {}: the same numbers, in the shape of the "
                "patch.",
                patch);
        case RollStage::Slide:
            break;
    }
    if (step == kBeforeSlide)
        return fmt::format(
            "Laid on the [selection|patch], the [kernel|kernels] multiply the same pairs: again the scores {}. The "
            "classifier is a {} × {} convolution.",
            scores, shape.kernel, shape.kernel);
    if (step == RolledScene::stepCount(c))
        return fmt::format(
            "The last [selection|patch], ({}, {}): scores {}. In one pass a map of {} × {} for each class; a larger "
            "picture gives a larger map.",
            window.height, window.width, scores, c.windows().height, c.windows().width);
    return fmt::format("One further, the [selection|patch] at ({}, {}): scores {}, with the same [kernel|kernels].",
                       window.height, window.width, scores);
}

std::vector<Term> rolledTerms(const RolledScene& scene, const std::string& region) {
    const RolledClassifier& c = scene.classifier;
    const auto score = scoreNamed(c, region);
    if (!score || score->cell.height * c.windows().width + score->cell.width >= scene.scored()) return {};
    const std::vector<double> patch = c.patch(score->cell);
    std::vector<Term> terms;
    for (int i = 0; i < c.inputs(); ++i) {
        const RolledClassifier::Place place = c.placeOf(i);
        const double value = patch[std::size_t(i)], weight = c.weights()(score->map, i);
        terms.push_back(
            {.factors = {cellName(channelStem("features", place.channel), score->cell.height + place.cell.height,
                                  score->cell.width + place.cell.width),
                         fmt::format("weight({},{})", score->map, i)},
             .values = {value, weight},
             .product = value * weight});
    }
    return terms;
}

std::string rolledMistake(const RolledClassifier& c, const std::string& region, double guess) {
    const auto score = scoreNamed(c, region);
    if (!score) return {};
    const std::vector<double> scores = c.fullyConnected(score->cell), patch = c.patch(score->cell);
    if (guess == scores[std::size_t(score->map)]) return {};
    for (int k = 0; k < c.shape().classes; ++k)
        if (guess == scores[std::size_t(k)]) return fmt::format("that is the score of class {}: another row.", k + 1);
    double flipped = 0, first = 0;
    const int area = c.shape().kernel * c.shape().kernel;
    for (int i = 0; i < c.inputs(); ++i) {
        const int turned = i / area * area + area - 1 - i % area;
        flipped += patch[std::size_t(i)] * c.weights()(score->map, turned);
        if (i < area) first += patch[std::size_t(i)] * c.weights()(score->map, i);
    }
    if (guess == flipped) return "you flipped the kernel: rolling up keeps the order.";
    if (guess == first) return "that is channel 1 alone: all channels are added.";
    return {};
}

}  // namespace seglab::figure
