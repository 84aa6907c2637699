#include "nn/engine/layers.h"

namespace seglab::nn {

std::unique_ptr<Layer> makeLayer(LayerRequest request) {
    switch (request.node().op) {
        case Op::Input:
            return nullptr;
        case Op::Convolution:
        case Op::TransposedConvolution:
            return makeConvolution(std::move(request));
        case Op::BatchNormalisation:
            return makeNormalisation(std::move(request));
        case Op::MaxPooling:
            return makeMaxPooling(std::move(request));
        case Op::MaxUnpooling:
            return makeMaxUnpooling(std::move(request));
        case Op::AveragePooling:
        case Op::UpsampleNearest:
        case Op::UpsampleBilinear:
        case Op::Crop:
            return makeResampling(std::move(request));
        case Op::Relu:
        case Op::LeakyRelu:
        case Op::Sigmoid:
        case Op::Addition:
        case Op::Concatenation:
            return makePointwise(std::move(request));
        case Op::Softmax:
            return makeSoftmax(std::move(request));
        case Op::Dropout:
            return makeDropout(std::move(request));
    }
    return nullptr;
}

}  // namespace seglab::nn
