#include "lab/skip_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include "core/activations.h"
#include "core/metrics.h"
#include "data/scenes.h"
#include "embedded/curves.h"
#include "lab/option_values.h"
#include "lab/training_batches.h"
#include "nn/built_in_weights.h"

namespace seglab::lab {

namespace {

using core::Tensor;

constexpr std::uint64_t kTrainingScenes = 1,
                        kUnseenScenes = 2;  // seeds of scenes, as assets/weights/README.md has them
constexpr std::size_t kTrainingCount = 1000;
constexpr const char* kHeading = "way,seed,step,mean_iou,boundary_iou";

/// One network on its way.
struct Runner {
    Runner(const SkipBudget& budget, int way, int seed, const BandStatistics& bands, std::function<bool()> shouldStop)
        : run{way, seed, {}},
          batches(batchesOf(budget, way, seed, bands, std::move(shouldStop))),
          engine(batches.network, nn::initialWeights(batches.network, std::uint64_t(seed)),
                 {.threads = budget.threads}),
          trainer(engine, settingsOf(budget, seed), trainingData(batches)) {
        engine.setStopCheck(batches.shouldStop);
    }

    static BatchSettings batchesOf(const SkipBudget& budget, int way, int seed, const BandStatistics& bands,
                                   std::function<bool()> shouldStop) {
        BatchSettings batches;
        batches.dataset = data::scenes(budget.data, kTrainingCount, budget.side, kTrainingScenes);
        batches.split = splitOf(kTrainingCount, 0, std::uint64_t(seed));
        batches.card = {.network = skipNetworks()[std::size_t(way)],
                        .classes = {},
                        .mean = bands.mean,
                        .deviation = bands.deviation,
                        .imageSize = {budget.side, budget.side}};
        for (const data::ClassInfo& known : batches.dataset.classes)
            batches.card.classes.push_back({known.name, known.colour});
        batches.network = batches.card.build();
        batches.batch = budget.batch;
        batches.seed = std::uint64_t(seed);
        batches.shouldStop = std::move(shouldStop);
        return batches;
    }

    static nn::TrainingSettings settingsOf(const SkipBudget& budget, int seed) {
        nn::TrainingSettings settings;
        settings.steps = budget.steps;
        settings.stepsPerEpoch = budget.steps;
        settings.seed = std::uint64_t(seed);
        settings.learningRate = budget.learningRate;
        settings.schedule = {.kind = nn::Schedule::Kind::Cosine, .length = budget.steps};
        return settings;
    }

    void measure(const SkipBudget& budget);

    SkipRun run;
    BatchSettings batches;
    nn::Engine engine;
    nn::Trainer trainer;
};

void Runner::measure(const SkipBudget& budget) {
    const int classes = int(batches.card.classes.size());
    const nn::TrainedNetwork normaliser{batches.network, {}, batches.card};
    core::ConfusionMatrix confusion(classes, data::kIgnored);
    std::vector<double> boundaries;
    for (int index = 0; index < kRunScenes; ++index) {
        const data::Sample sample = data::scene(budget.data, budget.side, kUnseenScenes, std::uint64_t(index)).sample;
        Tensor<float> input = normaliser.normalised(sample.image);
        input.shape.insert(input.shape.begin(), 1);
        core::Labels prediction = core::classOfLargest(engine.forward(input));
        prediction.shape = sample.labels.shape;
        confusion.add(sample.labels, prediction);
        for (const double score : core::boundaryIous(sample.labels, prediction, classes, {.ignored = data::kIgnored}))
            boundaries.push_back(score);
    }
    run.points.push_back(
        {int(trainer.steps()), core::meanDefined(core::iou(confusion)), core::meanDefined(boundaries)});
}

}  // namespace

const std::vector<std::string>& skipNetworks() {
    static const std::vector<std::string> names{"unet-noskip", "unet-add", "unet"};
    return names;
}

const std::vector<std::string>& skipWays() {
    static const std::vector<std::string> words{"none", "addition", "concatenation"};
    return words;
}

void trainSkips(const SkipBudget& budget, int seed, const SkipObserver& observer) {
    const data::Dataset dataset = data::scenes(budget.data, kTrainingCount, budget.side, kTrainingScenes);
    const BandStatistics bands = bandStatistics(dataset, splitOf(kTrainingCount, 0, 0));
    std::vector<std::unique_ptr<Runner>> runners;
    for (int way = 0; way < int(skipWays().size()); ++way)
        runners.push_back(std::make_unique<Runner>(budget, way, seed, bands, observer.stopped));
    try {
        for (int step = 0; step <= budget.steps; step += budget.every)
            for (const auto& runner : runners) {
                while (runner->trainer.steps() < step) runner->trainer.step();
                runner->measure(budget);
                std::vector<SkipRun> runs;
                for (const auto& one : runners) runs.push_back(one->run);
                observer.measured(runs);
            }
    } catch (const Error& error) {
        if (error.kind() != Kind::Interrupted) throw;
    }
}

std::string toText(const std::vector<SkipRun>& runs) {
    std::string text = std::string(kHeading) + "\n";
    for (const SkipRun& run : runs)
        for (const SkipPoint& point : run.points)
            text += fmt::format("{},{},{},{:.4f},{:.4f}\n", skipWays()[std::size_t(run.way)], run.seed, point.step,
                                point.meanIou, point.boundaryIou);
    return text;
}

std::vector<SkipRun> parseSkipRuns(const std::string& text, const std::string& path) {
    std::vector<SkipRun> runs;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto refuse = [&](const std::string& what) {
            throw Error(Kind::BadInput, what, kHeading, fmt::format("{}, line {}", path, number));
        };
        if (number == 1) {
            if (line != kHeading) refuse("this is no list of runs");
            continue;
        }
        std::vector<std::string> parts;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');) parts.push_back(cell);
        if (parts.size() != 5) refuse(fmt::format("{} cells instead of 5", parts.size()));
        const auto way = std::find(skipWays().begin(), skipWays().end(), parts[0]);
        if (way == skipWays().end()) refuse(parts[0] + " is no way to skip");
        const int which = int(way - skipWays().begin()), seed = int(integerOption("seed", parts[1]));
        if (runs.empty() || runs.back().way != which || runs.back().seed != seed) runs.push_back({which, seed, {}});
        runs.back().points.push_back({int(integerOption("step", parts[2])), numberOption("mean_iou", parts[3]),
                                      numberOption("boundary_iou", parts[4])});
    }
    return runs;
}

const std::vector<SkipRun>& recordedSkipRuns(const std::string& data) {
    static const std::vector<SkipRun> cells = parseSkipRuns(std::string(curves::skips_cells()), "skips-cells.csv");
    static const std::vector<SkipRun> pasture =
        parseSkipRuns(std::string(curves::skips_pasture()), "skips-pasture.csv");
    return data == "cells" ? cells : pasture;
}

nn::SoFar<std::vector<SkipRun>> liveSkipRuns(const SkipBudget& budget, int seed) {
    const std::string key = fmt::format("skip-runs {} {} {} {} {} {} {}", budget.data, budget.steps, budget.batch,
                                        budget.side, budget.every, budget.learningRate, seed);
    return nn::soFar(nn::job<std::vector<SkipRun>>(key, [budget, seed](nn::Worker<std::vector<SkipRun>>& worker) {
        const double measurements = double(skipWays().size()) * (budget.steps / budget.every + 1);
        int done = 0;
        worker.progress(0, "Training three networks");
        trainSkips(budget, seed,
                   {.measured =
                        [&](const std::vector<SkipRun>& runs) {
                            worker.publish(std::make_shared<const std::vector<SkipRun>>(runs));
                            worker.progress(++done / measurements, "Training three networks");
                        },
                    .stopped = [&] { return worker.stopped(); }});
    }));
}

}  // namespace seglab::lab
