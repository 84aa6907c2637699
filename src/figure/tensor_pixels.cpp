#include "figure/tensor_pixels.h"

#include <algorithm>

namespace seglab::figure {

std::shared_ptr<const Pixels> pixelsOf(const core::Tensor<float>& picture) {
    const std::size_t rank = picture.shape.size();
    const std::size_t channels = std::size_t(picture.shape[rank - 3]);
    auto pixels = std::make_shared<Pixels>();
    pixels->height = int(picture.shape[rank - 2]);
    pixels->width = int(picture.shape[rank - 1]);
    const std::size_t plane = std::size_t(pixels->height) * std::size_t(pixels->width);
    pixels->rgba.resize(plane * 4, 255);
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t c = 0; c < 3; ++c) {
            const float value = picture.values[std::min(c, channels - 1) * plane + i];
            pixels->rgba[i * 4 + c] = std::uint8_t(std::clamp(value, 0.0f, 1.0f) * 255 + 0.5f);
        }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

Color fromHex(std::uint32_t rgb) {
    return {std::uint8_t(rgb >> 16), std::uint8_t(rgb >> 8), std::uint8_t(rgb)};
}

}  // namespace seglab::figure
