#include "lab/upsampling_parameters.h"

#include "core/random.h"

namespace seglab::lab {

using core::Matrix;
using core::Pair;
using core::UpsamplingMethod;

namespace {

/// Positions for the side-by-side view: of `source` where it has the output's size, else of a plane made by a seed.
core::PoolingPositions positionsFor(const core::ParameterTable& t, Pair input, Pair factor) {
    Matrix source = t.matrix("source");
    if (source.rows != input.height * factor.height || source.columns != input.width * factor.width) {
        source = Matrix(input.height * factor.height, input.width * factor.width);
        core::Random generator(5);
        for (double& value : source.values) value = double(generator.integer(1, 9));
    }
    return core::maxPoolWithPositions(source, factor, factor).positions;
}

}  // namespace

core::UpsamplingTrace wayUp(const core::ParameterTable& t, UpsamplingMethod method) {
    core::UpsamplingSettings settings;
    const Matrix& input = t.matrix("input");
    settings.method = method;
    settings.factor = t.pair("factor");
    if (method == UpsamplingMethod::Bilinear) settings.alignCorners = t.boolean("align_corners");
    if (method == UpsamplingMethod::MaxUnpooling)
        settings.positions = positionsFor(t, {input.rows, input.columns}, settings.factor);
    if (method == UpsamplingMethod::TransposedConvolution) {
        settings.kernel = t.matrix("kernel");
        settings.transposed =
            core::transposedSettingsFor({settings.kernel.rows, settings.kernel.columns}, settings.factor);
    }
    return {input, settings};
}

core::UpsamplingTrace unpoolingOf(const core::ParameterTable& t, const core::Pooled& pooled) {
    core::UpsamplingSettings settings;
    settings.method = UpsamplingMethod::MaxUnpooling;
    const Pair kernel = t.pair("pool_kernel"), stride = t.pair("pool_stride");
    settings.positions = t.text("positions") == "own"
                             ? pooled.positions
                             : core::maxPoolWithPositions(t.matrix("other"), kernel, stride).positions;
    if (t.text("output_size") == "derived") {
        const Pair size = pooled.positions.pooled;
        settings.positions = core::readFlat(settings.positions, {(size.height - 1) * stride.height + kernel.height,
                                                                 (size.width - 1) * stride.width + kernel.width});
    }
    return {t.matrix("input"), settings};
}

}  // namespace seglab::lab
