#include "figure/views/result_tiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

/// What all tiles share.
struct TileLayout {
    int perRow = 1, rows = 1;
    float slotWidth = 0, slotHeight = 0, gap = 0, words = 0;
    float width = 0, height = 0;  ///< of one picture
    bool beside = false;          ///< errors stand beside the picture
    bool errors = false;
};

float head(float words) {
    return 1.6f * words;
}

float foot(float words, std::size_t scores) {
    return 1.45f * words * float(scores) + 0.4f * words;
}

TileLayout layoutOf(const Box& box, const std::vector<ResultTile>& tiles, int perRow, const View& view) {
    TileLayout best;
    float aspect = 1;
    std::size_t scores = 0;
    bool errors = false;
    for (const ResultTile& tile : tiles) {
        if (tile.pixels) aspect = float(tile.pixels->width) / float(tile.pixels->height);
        errors = errors || tile.errors;
        scores = std::max(scores, tile.scores.size());
    }
    for (const bool beside : {true, false}) {
        TileLayout t{.perRow = perRow, .rows = (int(tiles.size()) + perRow - 1) / perRow};
        t.beside = beside && errors;
        t.errors = errors;
        t.gap = 1.2f * view.em();
        t.words = std::max(0.85f * view.em(), smallestText(view));
        t.slotWidth = (box.width - t.gap * float(perRow - 1)) / float(perRow);
        t.slotHeight = (box.height - t.gap * float(t.rows - 1)) / float(t.rows);
        const float inner = 0.25f * t.gap;
        const float roomX = t.beside ? (t.slotWidth - inner) / 2 : t.slotWidth;
        const float all = t.slotHeight - head(t.words) - foot(t.words, scores);
        const float roomY = errors && !t.beside ? (all - inner) / 2 : all;
        t.height = std::floor(std::max(8.0f, std::min(roomY, roomX / aspect)));
        t.width = std::floor(t.height * aspect);
        if (t.height > best.height) best = t;
    }
    return best;
}

void addPicture(Figure& figure, const Box& at, const std::shared_ptr<const Pixels>& pixels, bool now,
                const View& view) {
    if (!pixels) {
        figure.primitives.push_back(Rectangle{
            .box = at, .stroke = palette(view.theme).hairline, .strokeWidth = view.scale, .dash = Dash::Dashed});
        return;
    }
    figure.primitives.push_back(Image{.box = at, .pixels = pixels});
    drawFrame(figure, at,
              {.color = now ? roleColor(Role::Selection, view.theme) : palette(view.theme).hairline,
               .width = now ? 2.5f : 1.0f},
              view);
}

void addScore(Figure& figure, Point at, const TileScore& score, const TileLayout& layout, const View& view) {
    Region region{.name = score.name, .role = score.role, .value = score.value};
    region.text = std::isfinite(score.value) ? fmt::format("{:.3f}", score.value) : "—";
    if (!std::isfinite(score.value)) region.value.reset();
    const auto guess = view.guesses.find(region.name);
    const bool right = guess != view.guesses.end() && std::abs(guess->second - score.value) < 0.0005;
    if (view.hides(region) && !right) {
        region.value.reset();
        region.text = "?";
        region.action.kind = Action::Kind::Answer;
    }
    const TextStyle style{.size = layout.words, .color = palette(view.theme).muted};
    const std::string markup = fmt::format("{} [n|{}]", score.label, region.text);
    addMarkup(figure, {at.x, at.y + layout.words}, markup, style, view.theme);
    region.box = {at.x, at.y, markupWidth(markup, style), 1.4f * layout.words};
    figure.regions.push_back(region);
}

void addTile(Figure& figure, Point at, const ResultTile& tile, const TileLayout& layout, const View& view) {
    const TextStyle title{.size = layout.words, .font = Font::WordsBold, .color = palette(view.theme).ink};
    addMarkup(figure, {at.x, at.y + layout.words}, tile.title, title, view.theme);
    const Box picture{std::round(at.x), std::round(at.y + head(layout.words)), layout.width, layout.height};
    addPicture(figure, picture, tile.pixels, tile.now, view);
    if (tile.pixels)
        figure.regions.push_back(
            {.name = tile.name, .role = "result", .box = picture, .shape = tile.shape, .action = tile.action});
    Box last = picture;
    if (layout.errors) {
        const float inner = 0.25f * layout.gap;
        last = layout.beside ? Box{picture.right() + inner, picture.y, layout.width, layout.height}
                             : Box{picture.x, picture.bottom() + inner, layout.width, layout.height};
        if (tile.errors || !tile.pixels) addPicture(figure, last, tile.errors, false, view);
    }
    float y = last.bottom() + 0.3f * layout.words;
    if (!tile.pixels) return;
    for (const TileScore& score : tile.scores) {
        addScore(figure, {picture.x, y}, score, layout, view);
        y += 1.45f * layout.words;
    }
}

}  // namespace

void addResultTiles(Figure& figure, const Box& box, const std::vector<ResultTile>& tiles, int perRow,
                    const View& view) {
    if (tiles.empty()) return;
    const TileLayout layout = layoutOf(box, tiles, perRow, view);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const Point at{box.x + float(int(i) % layout.perRow) * (layout.slotWidth + layout.gap),
                       box.y + float(int(i) / layout.perRow) * (layout.slotHeight + layout.gap)};
        addTile(figure, at, tiles[i], layout, view);
    }
}

}  // namespace seglab::figure
