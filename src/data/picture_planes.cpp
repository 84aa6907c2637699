#include "data/picture_planes.h"

#include <algorithm>
#include <mutex>

namespace seglab::data {
namespace {

core::Matrix reducedPlane(const Picture& picture, int channel, int block) {
    core::Matrix plane(picture.height / block, picture.width / block);
    for (int row = 0; row < plane.rows * block; ++row)
        for (int column = 0; column < plane.columns * block; ++column) {
            const std::size_t at =
                (std::size_t(row) * std::size_t(picture.width) + std::size_t(column)) * 3 + std::size_t(channel);
            plane(row / block, column / block) += double(picture.rgb[at]) / (block * block);
        }
    return plane;
}

}  // namespace

std::shared_ptr<const core::PicturePlanes> planesOf(const std::shared_ptr<const Picture>& picture, int mostSide) {
    struct Last {
        std::shared_ptr<const Picture> picture;
        int mostSide = 0;
        std::shared_ptr<const core::PicturePlanes> planes;
    };
    static std::mutex mutex;
    static Last last;
    const std::lock_guard<std::mutex> lock(mutex);
    const bool same = last.picture && last.mostSide == mostSide && last.picture->width == picture->width &&
                      last.picture->rgb == picture->rgb;
    if (same) return last.planes;
    const int block =
        std::max({1, (picture->height + mostSide - 1) / mostSide, (picture->width + mostSide - 1) / mostSide});
    auto planes = std::make_shared<core::PicturePlanes>();
    for (int channel = 0; channel < 3; ++channel) planes->push_back(reducedPlane(*picture, channel, block));
    last = {picture, mostSide, planes};
    return planes;
}

}  // namespace seglab::data
