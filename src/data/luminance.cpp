#include "data/luminance.h"

#include <algorithm>
#include <mutex>

namespace seglab::data {

namespace {

double lumaAt(const Picture& picture, int row, int column) {
    return luma(&picture.rgb[(std::size_t(row) * std::size_t(picture.width) + std::size_t(column)) * 3]);
}

core::Matrix middleOf(const Picture& picture, int side) {
    const int factor = std::max(1, std::min(picture.width, picture.height) / side);
    const int rows = std::min(side, picture.height / factor), columns = std::min(side, picture.width / factor);
    const int top = (picture.height - rows * factor) / 2, left = (picture.width - columns * factor) / 2;
    core::Matrix plane(rows, columns);
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            double sum = 0;
            for (int y = 0; y < factor; ++y)
                for (int x = 0; x < factor; ++x) sum += lumaAt(picture, top + r * factor + y, left + c * factor + x);
            plane(r, c) = sum / (factor * factor);
        }
    return plane;
}

}  // namespace

std::shared_ptr<const core::Matrix> luminance(const std::shared_ptr<const Picture>& picture, int side) {
    static std::mutex mutex;
    static std::shared_ptr<const Picture> lastPicture;
    static int lastSide = 0;
    static std::shared_ptr<const core::Matrix> last;
    const std::lock_guard<std::mutex> lock(mutex);
    if (!last || lastPicture != picture || lastSide != side) {
        last = std::make_shared<const core::Matrix>(middleOf(*picture, side));
        lastPicture = picture;
        lastSide = side;
    }
    return last;
}

}  // namespace seglab::data
