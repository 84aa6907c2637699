#include "nn/effective_field.h"

#include <fmt/format.h>

#include <cmath>

namespace seglab::nn {

using core::Tensor;

Tensor<float> effectiveField(Engine& engine, const Tensor<float>& input, core::Pair cell, std::optional<int> klass) {
    const core::Shape shape = inferShapes(engine.network(), input.shape).back();
    if (cell.height < 0 || cell.width < 0 || cell.height >= shape[2] || cell.width >= shape[3])
        throw Error(
            Kind::BadInput,
            fmt::format("the output is {} x {}, it has no cell ({},{})", shape[2], shape[3], cell.height, cell.width),
            "rows and columns count from 0");
    if (klass && (*klass < 0 || *klass >= shape[1]))
        throw Error(Kind::BadInput, fmt::format("there is no class {} of {}", *klass, shape[1]),
                    "classes count from 0");

    engine.keepGradients({"input"});
    engine.forward(input);
    Tensor<float> scores(shape);
    for (int c = 0; c < int(shape[1]); ++c)
        if (!klass || *klass == c) scores.at(0, c, cell.height, cell.width) = 1;
    engine.backward(scores);

    const Tensor<float> gradient = engine.gradient("input");
    Tensor<float> influence({input.size(2), input.size(3)});
    const std::size_t plane = influence.values.size();
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
        influence.values[i % plane] += std::abs(gradient.values[i]);
    return influence;
}

}  // namespace seglab::nn
