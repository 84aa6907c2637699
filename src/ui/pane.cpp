#include "ui/pane.h"

#include <cmath>
#include <cstdint>
#include <tuple>

namespace seglab::ui {

namespace {

auto fields(const figure::View& v) {
    return std::tie(v.size.width, v.size.height, v.scale, v.theme, v.phase, v.backwards, v.selection, v.hover, v.hidden,
                    v.guesses, v.present, v.measure);
}

}  // namespace

bool PaneKey::operator==(const PaneKey& other) const {
    return model == other.model && step == other.step && text == other.text && fields(view) == fields(other.view);
}

void Pane::show(PaneKey key, const std::function<figure::Figure()>& build) {
    if (builds_ > 0 && key == key_) return;
    figure_ = build();
    key_ = std::move(key);
    ++builds_;
}

void Pane::draw(render::Painter* painter, figure::Point at) {
    drawInto(painter,
             {std::floor(at.x), std::floor(at.y), std::ceil(figure_.size.width), std::ceil(figure_.size.height)});
}

void Pane::drawInto(render::Painter* painter, const figure::Box& box) {
    if (box.empty() || figure_.size.width < 1 || figure_.size.height < 1) return;
    unsigned texture = painter ? cache_.update(*painter, figure_, std::uint64_t(builds_)) : cache_.texture();
    if (texture == 0) return;
    ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(std::uintptr_t(texture)), ImVec2(box.x, box.y),
                                         ImVec2(box.right(), box.bottom()), ImVec2(0, 1), ImVec2(1, 0));
}

}  // namespace seglab::ui
