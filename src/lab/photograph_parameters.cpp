#include "lab/photograph_parameters.h"

#include "data/test_picture.h"

namespace seglab::lab {

using core::Type;

core::ParameterList photographParameters(const std::function<bool(const core::ParameterTable&)>& relevant) {
    return {{.name = "image",
             .label = "Picture",
             .group = "Photograph",
             .type = Type::File,
             .fallback = std::string(),
             .help = "A PNG or JPEG; empty: a test picture of stripes, rings and edges",
             .relevant = relevant},
            {.name = "seed",
             .label = "Seed",
             .group = "Photograph",
             .type = Type::Integer,
             .fallback = std::int64_t(1),
             .help = "Of the test picture",
             .limits = core::Limits::between(1, 9999),
             .relevant = [relevant](const core::ParameterTable& t) { return relevant(t) && t.text("image").empty(); }}};
}

Photograph photograph(const core::ParameterTable& table, int side) {
    const std::string& image = table.text("image");
    if (!image.empty()) return photograph(image);
    return {data::testPicture(side, std::uint64_t(table.integer("seed"))), nullptr};
}

}  // namespace seglab::lab
