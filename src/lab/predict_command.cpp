#include "lab/predict_command.h"

#include <fmt/format.h>

#include <chrono>

#include "core/limits.h"
#include "data/mask_png.h"
#include "figure/png.h"
#include "lab/json.h"
#include "lab/segmentation.h"
#include "lab/text_columns.h"
#include "nn/costs.h"
#include "nn/fit_input.h"
#include "nn/npz.h"

namespace seglab::lab {

namespace {

const std::string& needed(const std::string& value, const char* option, const char* cure) {
    if (value.empty()) throw Error(Kind::Usage, fmt::format("{} is missing", option), cure);
    return value;
}

std::string activationsOf(const nn::Engine& engine) {
    nn::NpzArrays arrays;
    for (const nn::Node& node : engine.network().nodes) arrays.emplace(node.name, engine.activation(node.name));
    return nn::npzBytes(arrays);
}

// Before anything is computed: a file of activations must be one that can be read again.
void checkActivations(const Model& model, const data::Picture& picture) {
    const core::Pair size =
        model.card.fit == nn::Fit::Resize ? model.card.imageSize : core::Pair{picture.height, picture.width};
    const core::Pair plane = nn::fitPlane(model.network, size).input;
    const nn::NetworkCost cost =
        nn::networkCost(model.network, {1, model.network.inputChannels(), plane.height, plane.width});
    if (std::uint64_t(cost.activationBytes) > core::limits::kNpzBytes)
        throw Error(Kind::BadInput, fmt::format("its activations would take {} MB", cost.activationBytes / 1'000'000),
                    "give a smaller picture, or leave --activations out", picture.path);
}

std::vector<std::size_t> pixelsOfClasses(const core::Labels& labels, std::size_t classes) {
    std::vector<std::size_t> pixels(classes);
    for (const std::uint8_t label : labels.values) ++pixels[label];
    return pixels;
}

struct Report {
    const Segmentation& segmentation;
    const nn::ModelCard& card;
    std::vector<std::size_t> pixels;
    double milliseconds = 0;
};

std::string document(const Report& report) {
    Json classes = Json::array();
    for (std::size_t i = 0; i < report.pixels.size(); ++i)
        classes.push_back({{"index", i}, {"name", report.card.classes[i].name}, {"pixels", report.pixels[i]}});
    const core::Labels& labels = report.segmentation.labels;
    return printed({{"size", {labels.size(0), labels.size(1)}},
                    {"padded", {report.segmentation.input.height, report.segmentation.input.width}},
                    {"classes", classes},
                    {"milliseconds", report.milliseconds}});
}

std::string words(const Report& report) {
    const core::Labels& labels = report.segmentation.labels;
    Rows rows;
    for (std::size_t i = 0; i < report.pixels.size(); ++i) {
        const double share = 100 * double(report.pixels[i]) / double(labels.values.size());
        rows.push_back({std::to_string(i), report.card.classes[i].name, fmt::format("{:.1f} %", share)});
    }
    return fmt::format("{} × {} pixels by {} in {:.0f} ms\n", labels.size(1), labels.size(0), report.card.network,
                       report.milliseconds) +
           aligned(rows);
}

}  // namespace

Prediction predictCommand(const PredictOptions& options) {
    const Model model =
        openModel(needed(options.weights, "--weights", "the file that `seglab train` wrote"), options.net);
    const auto picture = data::loadPicture(needed(options.image, "--image", "a PNG or JPEG file"));
    if (!options.activations.empty()) checkActivations(model, *picture);
    nn::Engine engine(model.network, model.weights,
                      {.threads = options.threads, .keepActivations = !options.activations.empty()});

    const auto begin = std::chrono::steady_clock::now();
    const Segmentation segmentation =
        segment(engine, model.card, *picture, options.activations.empty() ? Pass::Tiled : Pass::Whole);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;

    Prediction prediction;
    prediction.notes = model.notes;
    prediction.notes.insert(prediction.notes.end(), segmentation.notes.begin(), segmentation.notes.end());
    if (!options.out.empty()) {
        std::vector<data::ClassInfo> classes;
        for (const nn::ModelClass& one : model.card.classes) classes.push_back({one.name, one.colour});
        prediction.files.emplace_back(options.out, data::encodeMask(segmentation.labels, classes));
    }
    if (!options.overlay.empty())
        prediction.files.emplace_back(options.overlay,
                                      figure::encodePng(overlay(*picture, segmentation.labels, model.card)));
    if (!options.activations.empty()) prediction.files.emplace_back(options.activations, activationsOf(engine));
    const Report report{segmentation, model.card, pixelsOfClasses(segmentation.labels, model.card.classes.size()),
                        time.count()};
    prediction.text = options.json ? document(report) : words(report);
    return prediction;
}

}  // namespace seglab::lab
