#include "nn/weights_file.h"

#include "core/files.h"
#include "core/limits.h"
#include "nn/npz.h"

namespace seglab::nn {

namespace {

bool endsWith(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

WeightsFile readWeights(const std::string& path) {
    const std::string bytes = core::readFile(path, core::limits::kFileBytes);
    if (bytes.compare(0, 2, "PK") != 0) return parseSafetensors(bytes, path);
    WeightsFile file;
    for (auto& [name, array] : parseNpz(bytes, path)) {
        core::Tensor<float> tensor = std::visit(
            [](const auto& values) {
                core::Tensor<float> numbers(values.shape);
                for (std::size_t i = 0; i < numbers.values.size(); ++i) numbers.values[i] = float(values.values[i]);
                return numbers;
            },
            array);
        file.weights.tensors.emplace(name, std::move(tensor));
    }
    return file;
}

void writeWeights(const std::string& path, const WeightsFile& file, Precision precision) {
    if (endsWith(path, ".npz")) {
        NpzArrays arrays;
        for (const auto& [name, tensor] : file.weights.tensors) arrays.emplace(name, tensor);
        return core::writeFile(path, npzBytes(arrays));
    }
    if (!endsWith(path, ".safetensors"))
        throw Error(Kind::Usage, "weights are written as .safetensors or .npz", "give the file one of these endings",
                    path);
    core::writeFile(path, safetensorsBytes(file, precision));
}

}  // namespace seglab::nn
