#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/u_shape.h"

namespace seglab::figure {

namespace {

constexpr float kShrink = 0.8f;  // of the maps, from level to level: half would be true, and too small to see
constexpr int kPerRow = 4;       // maps in a row of a block; two rows
constexpr int kBottleneckPerRow = 6;
constexpr float kPicture = 1.75f;  // maps of the finest level that a picture is high
constexpr float kIndent = 0.35f;   // maps by which each level stands further inside

// Lengths in em.
constexpr float kRowGap = 2.1f, kShortestSkip = 7.5f, kLongestSkip = 20, kJoinGap = 1.5f, kPictureGap = 2.2f;
constexpr float kSpine = 1.5f;  // room for the bars of channels at both sides

struct Arrangement {
    bool above = false;  // pictures above the blocks instead of beside them
    bool twoLines = false;
};

/// Solves for the height of a map, which everything is measured in.
class Arranger {
public:
    Arranger(const Box& box, const UShape& shape, const View& view, Arrangement how)
        : box_(box), shape_(shape), view_(view), how_(how) {
        layout_.twoLines = how.twoLines;
        layout_.words = std::max(0.82f * view.em(), smallestText(view));
        layout_.title = (how.twoLines ? 2.75f : 1.5f) * layout_.words;
        layout_.tile = std::floor(std::max(2.0f, std::min(fromHeight(), fromWidth())));
    }

    /// Whether the names and sizes of the deepest block, which is the narrowest, stand side by side.
    bool titlesFit() const {
        const float words = textWidth("refine3", Font::WordsBold, layout_.words) +
                            textWidth("32×16×16", Font::Numbers, layout_.words) + 0.5f * layout_.words;
        return how_.twoLines || words <= blockWidth(shape_.levels(), kPerRow);
    }

    ULayout place() {
        const float height = constantHeight() + heightInTiles() * layout_.tile;
        float y = box_.y + std::max(0.0f, 0.4f * (box_.height - height));
        const float side = how_.above ? 0 : pictureWidth() + em(kPictureGap);
        const float room = box_.width - 2 * side;
        const float skip = std::clamp(room - narrowest(), em(kShortestSkip), em(kLongestSkip));
        const float width = std::min(room, narrowest() + skip);
        const float left = box_.x + side + (room - width) / 2 + em(kSpine), right = left + width - 2 * em(kSpine);
        placePictures(y, left, right);
        if (how_.above) y += layout_.title + picture() + note() + em(0.6f * kRowGap);
        for (int level = 1; level <= shape_.levels(); ++level) y = placeLevel(level, y, left, right);
        const int below = shape_.levels() + 1;
        const float wide = blockWidth(below, kBottleneckPerRow);
        layout_.bottleneck = whole({(left + right - wide) / 2, y + layout_.title, wide, blockHeight(below)});
        layout_.legend = {box_.x, layout_.bottleneck.bottom() - 1.6f * layout_.words - em(0.5f), em(5), em(0.5f)};
        if (how_.above) layout_.legend = {layout_.input.right() + em(1), layout_.input.y, em(3.2f), em(0.5f)};
        return layout_;
    }

    float tile() const { return layout_.tile; }

private:
    float em(float count) const { return count * view_.em(); }
    float gap() const { return std::max(1.0f, std::round(2 * view_.scale)); }
    float note() const { return 1.4f * layout_.words; }
    float tileOf(int level) const { return layout_.tile * std::pow(kShrink, float(level - 1)); }
    float picture() const { return kPicture * layout_.tile; }
    float pictureWidth() const { return picture() * shape_.aspect(); }
    float blockHeight(int level) const { return 2 * tileOf(level) + gap(); }
    float blockWidth(int level, int perRow) const {
        return float(perRow) * tileOf(level) * shape_.aspect() + float(perRow - 1) * gap();
    }

    /// The height is a + b·tile.
    float heightInTiles() const {
        float tiles = 0;
        for (int level = 1; level <= shape_.levels() + 1; ++level) tiles += 2 * std::pow(kShrink, float(level - 1));
        return tiles + (how_.above ? kPicture : 0);
    }
    float constantHeight() const {
        const float rows = float(shape_.levels() + 1);
        const float above = how_.above ? layout_.title + note() + em(0.6f * kRowGap) : 0;
        return rows * (layout_.title + gap()) + (rows - 1) * em(kRowGap) + above;
    }
    float fromHeight() const { return (box_.height - constantHeight()) / heightInTiles(); }
    float fromWidth() const {
        const float pictures = how_.above ? 0 : 2 * kPicture;
        const float constant = em(kShortestSkip + kJoinGap + 2 * kSpine + (how_.above ? 0 : 2 * kPictureGap)) +
                               float(2 * kPerRow + 2) * gap();
        return (box_.width - constant) / ((2 * kPerRow + 2 + pictures) * shape_.aspect());
    }
    /// The finest level without its skip's arrow.
    float narrowest() const { return 2 * blockWidth(1, kPerRow) + blockWidth(1, 2) + em(kJoinGap + 2 * kSpine); }

    static Box whole(const Box& box) {
        return {std::round(box.x), std::round(box.y), std::floor(box.width), std::floor(box.height)};
    }

    void placePictures(float y, float left, float right) {
        const float width = pictureWidth(), height = picture(), top = y + layout_.title;
        const std::size_t count = shape_.results.size();
        if (how_.above) {
            layout_.input = whole({left, top, width, height});
            const float words = textWidth("prediction", Font::WordsBold, layout_.words);
            const float step = std::max(width + em(1), words + em(0.7f));
            float x = right - width;
            layout_.results.resize(count);
            for (std::size_t i = count; i-- > 0; x -= step) layout_.results[i] = whole({x, top, width, height});
            layout_.scores = whole({x, top, width, height});
            return;
        }
        layout_.input = whole({left - em(kSpine + kPictureGap) - width, top, width, height});
        const float x = right + em(kSpine + kPictureGap), step = layout_.title + height + note() + em(0.6f);
        float at = top;
        for (std::size_t i = 0; i < count; ++i, at += step) layout_.results.push_back(whole({x, at, width, height}));
        layout_.scores = whole({x, at, width, height});
    }

    float placeLevel(int level, float y, float left, float right) {
        const float indent = kIndent * layout_.tile * shape_.aspect() * float(level - 1);
        const float top = y + layout_.title, height = blockHeight(level), wide = blockWidth(level, kPerRow);
        layout_.down.push_back(whole({left + indent, top, wide, height}));
        const float refine = right - indent - wide, pair = blockWidth(level, 2);
        layout_.refine.push_back(whole({refine, top, wide, height}));
        const float join = refine - em(kJoinGap) - pair;
        layout_.skipMaps.push_back(whole({join, top, pair, tileOf(level)}));
        layout_.upMaps.push_back(whole({join, top + tileOf(level) + gap(), pair, tileOf(level)}));
        return top + height + em(kRowGap);
    }

    Box box_;
    const UShape& shape_;
    const View& view_;
    Arrangement how_;
    ULayout layout_;
};

}  // namespace

float UShape::aspect() const {
    return input.shape.size() == 2 ? float(input.shape[1]) / float(input.shape[0]) : 1;
}

ULayout layoutU(const Box& box, const UShape& shape, const View& view) {
    std::optional<Arranger> best;
    for (const bool above : {false, true})
        for (const bool twoLines : {false, true}) {
            Arranger arranger(box, shape, view, {above, twoLines});
            if (arranger.titlesFit() && (!best || arranger.tile() > best->tile())) best.emplace(arranger);
        }
    return best->place();
}

}  // namespace seglab::figure
