#include "figure/figure.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <iterator>

namespace seglab::figure {

namespace {

Point moved(Point p, float dx, float dy) {
    return {p.x + dx, p.y + dy};
}
Box moved(Box b, float dx, float dy) {
    return {b.x + dx, b.y + dy, b.width, b.height};
}

struct Mover {
    float dx, dy;

    void operator()(Rectangle& rectangle) const { rectangle.box = moved(rectangle.box, dx, dy); }
    void operator()(Path& path) const {
        for (Point& p : path.points) p = moved(p, dx, dy);
    }
    void operator()(Text& text) const { text.origin = moved(text.origin, dx, dy); }
    void operator()(Image& image) const { image.box = moved(image.box, dx, dy); }
};

/// A region that is not drawn keeps its empty box.
void move(Region& region, float dx, float dy) {
    if (!region.box.empty()) region.box = moved(region.box, dx, dy);
}

}  // namespace

std::uint64_t nextVersion() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

std::uint64_t contentVersion(const Pixels& pixels) {
    std::uint64_t hash = 0;
    const auto add = [&hash](std::uint32_t word) {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
        hash ^= hash >> 32;
    };
    add(std::uint32_t(pixels.width));
    add(std::uint32_t(pixels.height));
    for (std::size_t i = 0; i + 4 <= pixels.rgba.size(); i += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, &pixels.rgba[i], 4);
        add(word);
    }
    return hash | (1ull << 63);  // clear of nextVersion()
}

std::string nameAt(const Region& region, Point p) {
    if (region.shape.size() != 2 || region.box.empty()) return region.name;
    const auto cell = [](float place, float length, int count) {
        return std::clamp(int(place / length * float(count)), 0, count - 1);
    };
    const int row = cell(p.y - region.box.y, region.box.height, region.shape[0]);
    const int column = cell(p.x - region.box.x, region.box.width, region.shape[1]);
    return region.name + "(" + std::to_string(row) + "," + std::to_string(column) + ")";
}

const Region* Figure::find(const std::string& name) const {
    for (const Region& region : regions)
        if (region.name == name) return &region;
    return nullptr;
}

const Region* Figure::hit(Point p) const {
    const Region* top = nullptr;
    for (const Region& region : regions) {
        if (region.box.empty() || !region.box.contains(p)) continue;
        if (!top || region.layer >= top->layer) top = &region;
    }
    return top;
}

void translate(Figure& figure, float dx, float dy) {
    for (Primitive& primitive : figure.primitives) std::visit(Mover{dx, dy}, primitive);
    for (Region& region : figure.regions) move(region, dx, dy);
}

void append(Figure& whole, const Figure& part, float dx, float dy) {
    append(whole, Figure(part), dx, dy);
}

void append(Figure& whole, Figure&& part, float dx, float dy) {
    translate(part, dx, dy);
    const auto onto = [](auto& all, auto& more) {
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    onto(whole.primitives, part.primitives);
    onto(whole.regions, part.regions);
}

}  // namespace seglab::figure
