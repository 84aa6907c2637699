#include "nn/checkpoint.h"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>

namespace seglab::nn {

namespace {

const std::string kBest = "best.", kOptimiser = "optimiser.", kEnding = ".safetensors";

bool startsWith(const std::string& text, const std::string& beginning) {
    return text.compare(0, beginning.size(), beginning) == 0;
}

[[noreturn]] void refuse(const std::string& key, const std::string& path) {
    throw Error(Kind::BadInput, fmt::format("this is no file to resume from: \"{}\" is missing or wrong", key),
                "resume from the .last.safetensors that `seglab train` writes beside its weights", path);
}

const std::string& textOf(const WeightsFile& file, const char* key, const std::string& path) {
    const auto entry = file.metadata.find(key);
    if (entry == file.metadata.end() || entry->second.empty()) refuse(key, path);
    return entry->second;
}

std::uint64_t wholeNumber(const WeightsFile& file, const char* key, const std::string& path) {
    const std::string& text = textOf(file, key, path);
    errno = 0;
    char* end = nullptr;
    const unsigned long long value = std::strtoull(text.c_str(), &end, 10);
    if (text.find_first_not_of("0123456789") != std::string::npos || *end != '\0' || errno != 0) refuse(key, path);
    return value;
}

std::int64_t count(const WeightsFile& file, const char* key, const std::string& path) {
    const std::uint64_t value = wholeNumber(file, key, path);
    if (value > std::uint64_t(1) << 62) refuse(key, path);
    return std::int64_t(value);
}

double score(const WeightsFile& file, const std::string& path) {
    const std::string& text = textOf(file, "best_score", path);
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (*end != '\0' || !std::isfinite(value)) refuse("best_score", path);
    return value;
}

}  // namespace

WeightsFile checkpointFile(const TrainingState& state, const ModelCard& card) {
    WeightsFile file{state.weights, toMetadata(card)};
    for (const auto& [name, tensor] : state.best.tensors) file.weights.tensors[kBest + name] = tensor;
    for (const auto& [name, tensor] : state.optimiser.tensors) file.weights.tensors[kOptimiser + name] = tensor;
    file.metadata["steps"] = std::to_string(state.steps);
    file.metadata["validated_at"] = std::to_string(state.validatedAt);
    file.metadata["seed"] = std::to_string(state.seed);
    file.metadata["best_score"] = fmt::format("{}", state.bestScore);
    return file;
}

TrainingState trainingState(const WeightsFile& file, const std::string& path) {
    TrainingState state{.steps = count(file, "steps", path),
                        .validatedAt = count(file, "validated_at", path),
                        .seed = wholeNumber(file, "seed", path),
                        .bestScore = score(file, path)};
    state.optimiser.steps = state.steps;
    for (const auto& [name, tensor] : file.weights.tensors) {
        if (startsWith(name, kBest))
            state.best.tensors[name.substr(kBest.size())] = tensor;
        else if (startsWith(name, kOptimiser))
            state.optimiser.tensors[name.substr(kOptimiser.size())] = tensor;
        else
            state.weights.tensors[name] = tensor;
    }
    return state;
}

std::string checkpointPath(const std::string& weightsPath) {
    const bool named = weightsPath.size() > kEnding.size() &&
                       weightsPath.compare(weightsPath.size() - kEnding.size(), kEnding.size(), kEnding) == 0;
    return (named ? weightsPath.substr(0, weightsPath.size() - kEnding.size()) : weightsPath) + ".last" + kEnding;
}

}  // namespace seglab::nn
