#include "nn/built_in_weights.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "core/unknown_name.h"
#include "embedded/weights_table.h"
#include "nn/safetensors.h"

namespace seglab::nn {

core::Tensor<float> TrainedNetwork::normalised(core::Tensor<float> image) const {
    const std::size_t rank = image.shape.size(), channels = std::size_t(image.shape[rank - 3]);
    const std::size_t plane = std::size_t(image.shape[rank - 2] * image.shape[rank - 1]);
    for (std::size_t i = 0; i < image.values.size(); ++i) {
        const std::size_t channel = i / plane % channels;
        image.values[i] = float((double(image.values[i]) - card.mean[channel]) / card.deviation[channel]);
    }
    return image;
}

std::vector<std::string> builtInNames() {
    std::vector<std::string> names;
    for (const EmbeddedWeights& embedded : kEmbeddedWeights) names.emplace_back(embedded.name);
    std::sort(names.begin(), names.end());
    return names;
}

bool hasBuiltInWeights(const std::string& network, const std::string& data) {
    const std::vector<std::string> names = builtInNames();
    return std::binary_search(names.begin(), names.end(), network + "-" + data);
}

const TrainedNetwork& builtIn(const std::string& network, const std::string& data) {
    static std::mutex mutex;
    static std::map<std::string, TrainedNetwork> read;
    const std::lock_guard<std::mutex> lock(mutex);
    const std::string name = network + "-" + data;
    if (const auto known = read.find(name); known != read.end()) return known->second;
    for (const EmbeddedWeights& embedded : kEmbeddedWeights) {
        if (embedded.name != name) continue;
        WeightsFile file = parseSafetensors(embedded.bytes(), name);
        ModelCard card = modelCard(file.metadata, name);
        TrainedNetwork trained{card.build(), std::move(file.weights), card};
        checkWeights(trained.network, trained.weights);
        return read.emplace(name, std::move(trained)).first->second;
    }
    throw core::unknownName("built-in weights", name, builtInNames());
}

}  // namespace seglab::nn
