#include <fmt/format.h>
#include <unistd.h>

#include <optional>

#include "app/arguments.h"
#include "app/output.h"
#include "app/training_progress.h"
#include "core/error.h"
#include "lab/train_command.h"
#include "nn/checkpoint.h"

// The command that learns: train.
namespace seglab::app {

namespace {

void declare(Arguments& arguments, lab::TrainOptions& options) {
    arguments.option("--net", options.net, "A name from `nets`");
    arguments.option("--data", options.data, "A folder with images/ and masks/, or scenes:cells, scenes:pasture");
    arguments.option("--classes", options.classes, "How many there are, the background included; of scenes known");
    arguments.option("--epochs", options.epochs, "Times that every picture is seen");
    arguments.option("--steps", options.steps, "Or the number of batches: 1000");
    arguments.option("--batch", options.batch, "Pictures in a batch: 8");
    arguments.option("--image-size", options.imageSize, "Height x width of a picture in a batch: 128x128");
    arguments.option("--fit", options.fit, "crop: random crops at the pictures' resolution (default); or resize");
    arguments.option("--learning-rate", options.learningRate, "Of the first step; it falls to 0 as a cosine: 0.002");
    arguments.option("--validation-fraction", options.validationFraction, "Of the pictures, not trained on: 0.2");
    arguments.option("--seed", options.seed, "Of weights, order and crops: 0");
    arguments.option("--threads", options.threads, "One for each core");
    arguments.option("--out", options.out, "The best weights, a .safetensors; .last.safetensors beside it");
    arguments.option("--precision", options.precision, "Of the weights file: float32 (default) or float16");
    arguments.option("--log", options.log, "A line of JSON for each step and validation");
    arguments.option("--resume", options.resume, "A .last.safetensors: go on from there, with the options of that run");
}

}  // namespace

int train(const Invocation& invocation) {
    Arguments arguments(invocation, "train",
                        "--net NAME --data DIR|scenes:NAME --classes N [options] --out W.safetensors",
                        "Trains a network with Adam on the cross-entropy. Ctrl+C saves and stops.");
    lab::TrainOptions options;
    declare(arguments, options);
    if (!arguments.parse()) return 0;

    std::optional<StopOnInterrupt> interrupt;  // before there is anything to save, Ctrl+C ends at once
    TrainingProgress progress(::isatty(STDERR_FILENO) != 0);
    lab::TrainObserver observer;
    observer.note = [&](const std::string& text) { progress.note(text); };
    observer.begun = [&](std::int64_t steps, std::int64_t done, int batch) {
        interrupt.emplace();
        progress.begin(steps, done, batch);
    };
    observer.stepped = [&](const nn::StepReport& report) { progress.step(report); };
    observer.validated = [&](const nn::ValidationReport& report) { progress.validation(report); };
    observer.shouldStop = StopOnInterrupt::asked;
    if (lab::trainCommand(options, observer)) return 0;
    progress.clear();
    throw Error(Kind::Interrupted, "stopped; the weights are saved in " + options.out,
                "go on with --resume " + nn::checkpointPath(options.out));
}

}  // namespace seglab::app
