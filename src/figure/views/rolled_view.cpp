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
    Color tint(Role role) const { return roleTint(role, s_.view.theme, 0.16f); }
    /// A region with a number, covered where it is hidden.
    Region told(const std::string& name, const char* role, double value) const {
        Region region{.name = name, .role = role, .value = value, .text = formatNumber(value)};
        coverHidden(region, s_.view);
        return region;
    }
    Cell lookOf(const Region& region, Role role) const { return cellOf(region, tint(role), s_.view); }
    /// Nothing, while what belongs here is on its way.
    Cell lookOf(const Region& region, Role role, RollStage arrives) const {
        return motion_.of(arrives) ? Cell{} : lookOf(region, role);
    }
    void addRegion(Region region, const Box& box) {
        region.box = box;
        figure_.regions.push_back(std::move(region));
    }
    void frame(const Box& box) {
        drawFrame(figure_, box, {.color = roleColor(Role::Selection, s_.view.theme), .width = 2.5f}, s_.view);
    }
    void title(const Grid& grid, const std::string& markup) { drawGridTitle(figure_, grid.at, markup, s_.view); }

    Region featureRegion(const RolledClassifier::Place& at) const {
        return told(cellName(channelStem("features", at.channel), at.cell.height, at.cell.width), "features",
                    c_.features().at(0, at.channel, at.cell.height, at.cell.width));
    }
    /// The feature that a number of the vector is.
    RolledClassifier::Place featureOf(int input) const {
        RolledClassifier::Place place = c_.placeOf(input);
        place.cell.height += window_.height;
        place.cell.width += window_.width;
        return place;
    }

    void drawFeatures() {
        title(at_.features.front(), featuresTitle(c_));
        for (int channel = 0; channel < c_.shape().channels; ++channel) {
            const Grid& grid = at_.features[std::size_t(channel)];
            drawCells(
                figure_, grid, look(Role::Input),
                [&](int row, int column) {
                    return lookOf(featureRegion({channel, {row, column}}),
                                  inPatch(row, column) ? Role::Selection : Role::Input);
                },
                s_.view);
            for (int row = 0; row < grid.rows; ++row)
                for (int column = 0; column < grid.columns; ++column)
                    addRegion(featureRegion({channel, {row, column}}), grid.cell(row, column));
            frame(grid.block(float(window_.height), float(window_.width), c_.shape().kernel, c_.shape().kernel));
        }
    }

    Region weightRegion(int k, int input) const {
        const RolledClassifier::Place place = c_.placeOf(input);
        Region region = told(fmt::format("weight({},{})", k, input), "weight", c_.weights()(k, input));
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
        drawCells(
            figure_, at_.matrix, look(Role::Kernel),
            [&](int k, int i) { return lookOf(weightRegion(k, i), Role::Kernel); }, s_.view);
        for (int k = 0; k < c_.shape().classes; ++k)
            for (int i = 0; i < c_.inputs(); ++i) addRegion(weightRegion(k, i), at_.matrix.cell(k, i));
        if (s_.stage() >= RollStage::Flattened) drawVector();
        if (s_.stage() >= RollStage::Scored) drawSums();
    }

    Region vectorRegion(int input) const {
        const RolledClassifier::Place from = featureOf(input);
        const Region feature = featureRegion(from);
        Region region = told(fmt::format("vector({})", input), "vector",
                             c_.features().at(0, from.channel, from.cell.height, from.cell.width));
        region.sentence = fmt::format("It is {}.", feature.name);
        return region;
    }

    void drawVector() {
        drawCells(
            figure_, at_.vector, look(Role::Input),
            [&](int, int i) { return lookOf(vectorRegion(i), Role::Selection, RollStage::Flattened); }, s_.view);
        for (int i = 0; i < c_.inputs(); ++i) addRegion(vectorRegion(i), at_.vector.cell(0, i));
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
        for (int k = 0; k < c_.shape().classes; ++k) {
            for (int channel = 0; channel < c_.shape().channels; ++channel)
                drawCells(
                    figure_, at_.kernels[std::size_t(k * c_.shape().channels + channel)], look(Role::Kernel),
                    [&](int row, int column) {
                        return lookOf(weightRegion(k, c_.inputOf({channel, {row, column}})), Role::Kernel,
                                      RollStage::Rolled);
                    },
                    s_.view);
            for (int i = 0; i < c_.inputs(); ++i) addRegion(weightRegion(k, i), placeInKernel(k, i));
        }
    }

    bool isKnown(Pair window) const { return indexOf(window) < s_.scored(); }

    Region scoreRegion(int k, Pair window) const {
        const std::string name = cellName(channelStem("score", k), window.height, window.width);
        if (!isKnown(window)) return {.name = name, .role = "score"};
        return told(name, "score", c_.scores().at(0, k, window.height, window.width));
    }

    Cell scoreLook(int k, Pair window) const {
        if (!isKnown(window)) return {.fill = roleTint(Role::Output, s_.view.theme, 0.03f)};
        Cell cell = lookOf(scoreRegion(k, window), Role::Output);
        cell.bold = window == window_;
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
                for (int column = 0; column < grid.columns; ++column)
                    addRegion(scoreRegion(k, {row, column}), grid.cell(row, column));
            if (isKnown(window_)) frame(grid.cell(window_.height, window_.width));
        }
    }

    static Box between(const Box& from, const Box& to, float t) {
        return {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y), from.width + t * (to.width - from.width),
                from.height + t * (to.height - from.height)};
    }

    void drawFlying(const Box& box, const Region& region, Role role) {
        Cell cell = lookOf(region, role);
        cell.fill = palette(s_.view.theme).raised;
        drawCells(
            figure_, Grid({box.x, box.y}, {1, 1}, box.width), {.line = roleColor(role, s_.view.theme)},
            [&](int, int) { return cell; }, s_.view);
    }

    /// The cells of the patch on their way into the vector.
    void drawFlattening() {
        for (int i = 0; i < c_.inputs(); ++i) {
            const RolledClassifier::Place from = featureOf(i);
            const Box start = at_.features[std::size_t(from.channel)].cell(from.cell.height, from.cell.width);
            drawFlying(between(start, at_.vector.cell(0, i), motion_.progress), vectorRegion(i), Role::Selection);
        }
    }

    /// The rows of the matrix on their way into the kernels.
    void drawRolling() {
        for (int k = 0; k < c_.shape().classes; ++k)
            for (int i = 0; i < c_.inputs(); ++i)
                drawFlying(between(at_.matrix.cell(k, i), placeInKernel(k, i), motion_.progress), weightRegion(k, i),
                           Role::Kernel);
    }

    Figure& figure_;
    const RolledScene& s_;
    const RolledClassifier& c_;
    Layout at_;
    Motion motion_;
    Pair window_;
};

}  // namespace

int RolledScene::stepCount(const RolledClassifier& c) {
    return kFirstSlide - 1 + c.windows().height * c.windows().width;
}

RollStage RolledScene::stage() const {
    return RollStage(std::min(step, kFirstSlide));
}

Pair RolledScene::window() const {
    const int index = std::max(0, step - kFirstSlide), columns = classifier.windows().width;
    return {index / columns, index % columns};
}

int RolledScene::scored() const {
    return step < int(RollStage::Scored) ? 0 : std::max(1, step - kFirstSlide + 1);
}

void drawRolled(Figure& figure, const Box& area, const RolledScene& scene) {
    Drawing(figure, area, scene).draw();
}

}  // namespace seglab::figure
