#include "lab/train_command.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/files.h"
#include "core/limits.h"
#include "lab/train_plan.h"
#include "nn/checkpoint.h"

namespace seglab::lab {

namespace {

using nlohmann::ordered_json;

// A finite number, or null.
ordered_json number(double value) {
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

bool isFile(const std::string& path) {
    std::error_code ignored;
    return path != "-" && std::filesystem::is_regular_file(path, ignored);
}

// One line per step and per validation. A file is written whole each time; a pipe gets what is new.
class Log {
public:
    /// With `goesOn`, behind what is in the file.
    Log(std::string path, bool goesOn) : path_(std::move(path)) {
        if (goesOn && isFile(path_)) text_ = core::readFile(path_, core::limits::kFileBytes);
    }

    void add(const nn::StepReport& step) {
        line({{"step", step.step}, {"epoch", step.epoch}, {"loss", number(step.loss)}});
    }
    void add(const nn::ValidationReport& report) {
        ordered_json iou = ordered_json::array();
        for (double value : report.iou) iou.push_back(number(value));
        line({{"epoch", report.epoch},
              {"validation",
               {{"loss", number(report.loss)},
                {"pixel_accuracy", number(report.pixelAccuracy)},
                {"mean_iou", number(report.meanIou)},
                {"iou", iou}}}});
    }

    void save() {
        if (path_.empty()) return;
        std::error_code ignored;
        const bool whole = isFile(path_) || (path_ != "-" && !std::filesystem::exists(path_, ignored));
        core::writeFile(path_, whole ? text_ : text_.substr(written_));
        written_ = text_.size();
    }

private:
    void line(const ordered_json& json) { text_ += json.dump() + "\n"; }

    std::string path_, text_;
    std::size_t written_ = 0;
};

void checkFolder(const std::string& path) {
    if (path.empty() || path == "-") return;
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::error_code ignored;
    if (!folder.empty() && !std::filesystem::is_directory(folder, ignored))
        throw Error(Kind::File, "there is no such folder", "make it first", folder.string());
}

// The weights are written again and again, and the file to resume from stands beside them.
void checkOut(const std::string& path) {
    std::error_code ignored;
    if (path == "-" || (std::filesystem::exists(path, ignored) && !isFile(path)))
        throw Error(Kind::BadInput, "the weights are written more than once, and a second file beside them",
                    "name a .safetensors file, no pipe, device or folder", "--out " + path);
    checkFolder(path);
}

std::optional<Resumed> resumedFrom(const std::string& path) {
    if (path.empty()) return std::nullopt;
    const nn::WeightsFile file = nn::parseSafetensors(core::readFile(path, core::limits::kFileBytes), path);
    return Resumed{nn::trainingState(file, path), nn::modelCard(file.metadata, path), file.metadata};
}

// One run, and what it leaves on the disk.
class Run {
public:
    Run(const TrainOptions& options, const TrainObserver& observer, TrainPlan plan, bool resumed)
        : options_(options),
          observer_(observer),
          plan_(std::move(plan)),
          engine_(plan_.network, plan_.weights, {.threads = plan_.threads}),
          trainer_(engine_, plan_.settings, trainingData(plan_.batches)),
          log_(options.log, resumed) {
        engine_.setStopCheck(observer.shouldStop);
    }

    void resume(nn::TrainingState state) {
        try {
            trainer_.resume(std::move(state));
        } catch (const Error& error) {
            throw Error(error.kind(), error.problem(), error.cure(), options_.resume);
        }
    }

    bool toTheEnd() {
        observer_.begun(plan_.settings.steps, trainer_.steps(), plan_.batches.batch);
        try {
            while (!trainer_.finished()) advance();
        } catch (const Error& error) {
            engine_.setStopCheck({});
            if (error.kind() == Kind::CheckFailed) saveWeights();
            if (error.kind() != Kind::Interrupted) throw;
            save();
            return false;
        }
        save();
        return true;
    }

private:
    void advance() {
        if (!trainer_.validationDue()) {
            const nn::StepReport step = trainer_.step();
            log_.add(step);
            observer_.stepped(step);
        }
        if (!trainer_.validationDue()) return;
        const nn::ValidationReport report = trainer_.validate();
        log_.add(report);
        observer_.validated(report);
        save();
    }

    void save() {
        saveWeights();
        nn::WeightsFile checkpoint = nn::checkpointFile(trainer_.state(), plan_.card);
        checkpoint.metadata.insert(plan_.kept.begin(), plan_.kept.end());
        core::writeFile(nn::checkpointPath(options_.out), nn::safetensorsBytes(checkpoint));
    }

    void saveWeights() {
        core::writeFile(options_.out,
                        nn::safetensorsBytes({trainer_.best(), nn::toMetadata(plan_.card)}, plan_.precision));
        log_.save();
    }

    const TrainOptions& options_;
    const TrainObserver& observer_;
    TrainPlan plan_;
    nn::Engine engine_;
    nn::Trainer trainer_;
    Log log_;
};

}  // namespace

bool trainCommand(const TrainOptions& options, const TrainObserver& observer) {
    checkOut(options.out);
    checkFolder(options.log);
    std::optional<Resumed> resumed = resumedFrom(options.resume);
    TrainPlan plan = trainPlan(options, resumed ? &*resumed : nullptr);
    plan.batches.shouldStop = observer.shouldStop;
    for (const std::string& note : plan.notes) observer.note(note);
    Run run(options, observer, std::move(plan), resumed.has_value());
    if (resumed) run.resume(std::move(resumed->state));
    return run.toTheEnd();
}

}  // namespace seglab::lab
