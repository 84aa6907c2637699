#include "lab/train_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/limits.h"
#include "data/folder.h"
#include "data/scenes.h"
#include "lab/option_values.h"
#include "nn/networks.h"

namespace seglab::lab {

namespace {

constexpr std::size_t kScenes = 1000;     // of scenes:NAME
constexpr std::uint64_t kScenesSeed = 1;  // scenes of other seeds stay unseen
constexpr int kDefaultSide = 128;
constexpr std::int64_t kDefaultSteps = 1000;

const std::string& needed(const std::string& value, const char* option, const char* cure) {
    if (value.empty()) throw Error(Kind::Usage, fmt::format("{} is needed", option), cure);
    return value;
}

std::int64_t whole(const char* option, const std::string& text, std::int64_t otherwise, std::int64_t low,
                   std::int64_t high) {
    if (text.empty()) return otherwise;
    const std::int64_t value = integerOption(option, text);
    if (value < low || value > high)
        throw Error(Kind::BadInput, text + " is out of range", fmt::format("{} to {}", low, high), option);
    return value;
}

// "128x96", height first.
core::Pair imageSize(const std::string& text) {
    if (text.empty()) return {kDefaultSide, kDefaultSide};
    const std::size_t cross = text.find('x');
    if (cross == std::string::npos)
        throw Error(Kind::Usage, fmt::format("\"{}\" is no size", text), "height x width in pixels, like 128x128",
                    "--image-size");
    const auto side = [](const std::string& part) {
        return int(whole("--image-size", part.empty() ? "?" : part, 0, 1, core::limits::kPictureSide));
    };
    return {side(text.substr(0, cross)), side(text.substr(cross + 1))};
}

data::Dataset openData(const TrainOptions& options, core::Pair size) {
    const std::string& name = needed(options.data, "--data", "a folder with images/ and masks/, or scenes:cells");
    const std::string prefix = "scenes:";
    if (name.compare(0, prefix.size(), prefix) != 0) {
        const std::string& classes =
            needed(options.classes, "--classes", "how many there are, the background included");
        return data::openFolder(name, int(whole("--classes", classes, 0, 2, 255)));
    }
    const int side = std::clamp(std::max(size.height, size.width), data::kSmallestScene, data::kLargestScene);
    data::Dataset scenes = data::scenes(name.substr(prefix.size()), kScenes, side, kScenesSeed);
    const std::int64_t classes = whole("--classes", options.classes, std::int64_t(scenes.classes.size()), 2, 255);
    if (classes != std::int64_t(scenes.classes.size()))
        throw Error(Kind::BadInput, fmt::format("these scenes have {} classes, not {}", scenes.classes.size(), classes),
                    "leave --classes out", "--classes");
    return scenes;
}

nn::ModelCard newCard(const TrainOptions& options, const data::Dataset& dataset, const BandStatistics& bands) {
    nn::ModelCard card{.network = needed(options.net, "--net", "a name from `seglab nets`"),
                       .classes = {},
                       .mean = bands.mean,
                       .deviation = bands.deviation,
                       .imageSize = imageSize(options.imageSize)};
    for (const data::ClassInfo& known : dataset.classes) card.classes.push_back({known.name, known.colour});
    if (!options.fit.empty() && choiceOption("--fit", options.fit, {"crop", "resize"}) == "resize")
        card.fit = nn::Fit::Resize;
    return card;
}

// Options that hold for a whole run, and where its files say them.
struct KeptOption {
    const char *name, *key;
    std::string TrainOptions::*option;
};
constexpr KeptOption kKeptOptions[] = {
    {"--batch", "batch", &TrainOptions::batch},
    {"--image-size", "image_size", &TrainOptions::imageSize},
    {"--fit", "fit", &TrainOptions::fit},
    {"--learning-rate", "learning_rate", &TrainOptions::learningRate},
    {"--validation-fraction", "validation_fraction", &TrainOptions::validationFraction},
};
constexpr const char* kStepsKey = "total_steps";

std::string entry(const nn::Metadata& metadata, const char* key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? "" : found->second;
}

// What is not given is as the run began.
TrainOptions completed(TrainOptions options, const nn::Metadata& run) {
    for (const KeptOption& kept : kKeptOptions)
        if ((options.*kept.option).empty()) options.*kept.option = entry(run, kept.key);
    if (options.steps.empty() && options.epochs.empty()) options.steps = entry(run, kStepsKey);
    return options;
}

nn::Metadata keptOf(const TrainPlan& plan, double fraction) {
    return {{"batch", std::to_string(plan.batches.batch)},
            {"learning_rate", fmt::format("{}", plan.settings.learningRate)},
            {"validation_fraction", fmt::format("{}", fraction)},
            {kStepsKey, std::to_string(plan.settings.steps)}};
}

// The same run, or a longer one.
void checkContinues(const Resumed& resumed, TrainPlan& plan) {
    nn::Metadata now = nn::toMetadata(plan.card);
    now.insert(plan.kept.begin(), plan.kept.end());
    for (const KeptOption& kept : kKeptOptions) {
        const std::string before = entry(resumed.metadata, kept.key);
        if (!before.empty() && before != now.at(kept.key))
            throw Error(Kind::BadInput,
                        fmt::format("the run began with {} {}, not {}", kept.name, before, now.at(kept.key)),
                        fmt::format("leave {} out, or begin a new run without --resume", kept.name), "--resume");
    }
    const std::int64_t steps = plan.settings.steps, done = resumed.state.steps;
    if (steps < done)
        throw Error(Kind::BadInput, fmt::format("the run has done {} steps already, more than {}", done, steps),
                    "give more --steps", "--resume");
    const std::string before = entry(resumed.metadata, kStepsKey);
    if (steps == done)
        plan.notes.push_back(fmt::format("all {} steps of the run are done; to go on, give more --steps", done));
    else if (!before.empty() && before != std::to_string(steps))
        plan.notes.push_back(
            fmt::format("the run began with {} steps and now goes to {}, where its learning rate is 0", before, steps));
}

// What is resumed decides; what is given must agree with it.
void checkAgrees(const nn::ModelCard& resumed, const nn::ModelCard& given) {
    const auto refuse = [](const std::string& what) {
        throw Error(Kind::BadInput, what, "give the options that the run began with", "--resume");
    };
    if (resumed.network != given.network)
        refuse(fmt::format("the run trains {}, not {}", resumed.network, given.network));
    if (resumed.classes.size() != given.classes.size())
        refuse(fmt::format("the run has {} classes, the data {}", resumed.classes.size(), given.classes.size()));
    if (resumed.inputChannels() != given.inputChannels())
        refuse(fmt::format("the run has {} bands, the pictures {}", resumed.inputChannels(), given.inputChannels()));
}

nn::TrainingSettings settingsOf(const TrainOptions& options, std::int64_t perEpoch, std::uint64_t seed) {
    constexpr std::int64_t kMost = 1'000'000'000;
    if (!options.epochs.empty() && !options.steps.empty())
        throw Error(Kind::Usage, "--epochs and --steps are both given", "give one of them");
    nn::TrainingSettings settings;
    settings.stepsPerEpoch = perEpoch;
    settings.steps = options.epochs.empty() ? whole("--steps", options.steps, kDefaultSteps, 1, kMost)
                                            : whole("--epochs", options.epochs, 0, 1, kMost / perEpoch) * perEpoch;
    settings.seed = seed;
    if (!options.learningRate.empty()) settings.learningRate = numberOption("--learning-rate", options.learningRate);
    if (!(settings.learningRate > 0))
        throw Error(Kind::BadInput, options.learningRate + " is out of range", "above 0, like 0.001",
                    "--learning-rate");
    settings.schedule = {.kind = nn::Schedule::Kind::Cosine, .length = settings.steps};
    return settings;
}

double validationFraction(const TrainOptions& options) {
    if (options.validationFraction.empty()) return 0.2;
    const double fraction = numberOption("--validation-fraction", options.validationFraction);
    if (!(fraction >= 0 && fraction < 1))
        throw Error(Kind::BadInput, options.validationFraction + " is out of range", "0 to below 1",
                    "--validation-fraction");
    return fraction;
}

void fitToNetwork(TrainPlan& plan) {
    const core::Pair asked = plan.card.imageSize;
    plan.card.imageSize = fittingPlane(plan.network, asked);
    if (plan.card.imageSize != asked)
        plan.notes.push_back(fmt::format("{} x {} does not fit {}: {} x {} is used", asked.height, asked.width,
                                         plan.card.network, plan.card.imageSize.height, plan.card.imageSize.width));
}

}  // namespace

TrainPlan trainPlan(const TrainOptions& given, const Resumed* resumed) {
    const TrainOptions options = resumed ? completed(given, resumed->metadata) : given;
    TrainPlan plan;
    nn::namedNetwork(needed(options.net, "--net", "a name from `seglab nets`"));
    needed(options.out, "--out", "the .safetensors file to write");
    const std::uint64_t seed =
        std::uint64_t(whole("--seed", options.seed, resumed ? std::int64_t(resumed->state.seed) : 0, 0,
                            std::numeric_limits<std::int64_t>::max()));
    plan.threads = int(whole("--threads", options.threads, 0, 1, 256));
    if (!options.precision.empty() &&
        choiceOption("--precision", options.precision, {"float32", "float16"}) == "float16")
        plan.precision = nn::Precision::Float16;
    const int batch = int(whole("--batch", options.batch, 8, 1, 4096));
    plan.batches.dataset = openData(options, imageSize(options.imageSize));
    plan.notes = plan.batches.dataset.notes;
    if (plan.batches.dataset.size == 0)
        throw Error(Kind::BadInput, "there is no image with a mask", "put pairs of equal names into images/ and masks/",
                    options.data);
    const double fraction = validationFraction(options);
    plan.batches.split = splitOf(plan.batches.dataset.size, fraction, seed);
    plan.settings = settingsOf(options, stepsPerEpoch(plan.batches.split, batch), seed);

    plan.card = newCard(options, plan.batches.dataset, bandStatistics(plan.batches.dataset, plan.batches.split));
    if (resumed) checkAgrees(resumed->card, plan.card);
    plan.network = plan.card.build();
    fitToNetwork(plan);
    plan.weights = nn::initialWeights(plan.network, seed);
    plan.batches.network = plan.network;
    plan.batches.batch = batch;
    plan.batches.seed = seed;
    plan.kept = keptOf(plan, fraction);
    if (resumed) {
        checkContinues(*resumed, plan);
        plan.card = resumed->card;
    }
    plan.batches.card = plan.card;
    return plan;
}

}  // namespace seglab::lab
