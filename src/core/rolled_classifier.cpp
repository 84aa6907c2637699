#include "core/rolled_classifier.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/operators.h"
#include "core/random.h"

namespace seglab::core {

RolledClassifier::RolledClassifier(const ClassifierShape& shape, std::uint64_t seed)
    : shape_(shape),
      features_({1, shape.channels, shape.plane.height, shape.plane.width}),
      kernels_({shape.classes, shape.channels, shape.kernel, shape.kernel}),
      weights_(shape.classes, inputs()) {
    if (windows().height < 1 || windows().width < 1)
        throw Error(Kind::BadInput,
                    fmt::format("a patch of {0} × {0} does not fit into {1} × {2} features", shape.kernel,
                                shape.plane.height, shape.plane.width),
                    "a smaller kernel, or a larger plane", "plane");
    Random random(seed);
    for (double& cell : features_.values) cell = double(random.integer(0, 4));
    for (double& weight : weights_.values) weight = double(random.integer(-2, 3));
    kernels_.values.assign(weights_.values.begin(), weights_.values.end());
    scores_ = conv2d<double>(features_, kernels_, nullptr, {});
}

RolledClassifier::Place RolledClassifier::placeOf(int input) const {
    const int area = shape_.kernel * shape_.kernel, within = input % area;
    return {input / area, {within / shape_.kernel, within % shape_.kernel}};
}

int RolledClassifier::inputOf(const Place& place) const {
    return (place.channel * shape_.kernel + place.cell.height) * shape_.kernel + place.cell.width;
}

std::vector<double> RolledClassifier::patch(Pair window) const {
    std::vector<double> vector;
    for (int i = 0; i < inputs(); ++i) {
        const Place place = placeOf(i);
        vector.push_back(
            features_.at(0, place.channel, window.height + place.cell.height, window.width + place.cell.width));
    }
    return vector;
}

std::vector<double> RolledClassifier::fullyConnected(Pair window) const {
    const std::vector<double> vector = patch(window);
    std::vector<double> scores(std::size_t(shape_.classes), 0);
    for (int k = 0; k < shape_.classes; ++k)
        for (int i = 0; i < inputs(); ++i) scores[std::size_t(k)] += weights_(k, i) * vector[std::size_t(i)];
    return scores;
}

}  // namespace seglab::core
