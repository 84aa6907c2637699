#include <fmt/format.h>

#include "app/arguments.h"
#include "app/output.h"
#include "lab/nets_command.h"
#include "lab/predict_command.h"

// The commands on networks: nets, predict.
namespace seglab::app {

namespace {

void declare(Arguments& arguments, lab::PredictOptions& options) {
    arguments.option("--weights", options.weights, "A .safetensors or .npz");
    arguments.option("--image", options.image, "A PNG or JPEG, of any size");
    arguments.option("--net", options.net, "The network's name, where the weights do not tell it");
    arguments.option("--out", options.out, "The mask, an indexed PNG: class = index");
    arguments.option("--overlay", options.overlay, "The picture with the classes' colours, a PNG");
    arguments.option("--activations", options.activations, "Every node's output, a .npz");
    arguments.flag("--json", options.json, "One JSON document");
}

}  // namespace

int nets(const Invocation& invocation) {
    Arguments arguments(invocation, "nets", "[--json]",
                        "The networks: parameters, multiply-adds, memory of the activations, receptive field.");
    bool json = false;
    arguments.flag("--json", json, "One JSON document");
    if (arguments.parse()) print(lab::netsCommand(json));
    return 0;
}

int predict(const Invocation& invocation) {
    Arguments arguments(invocation, "predict", "--weights W.safetensors --image I [--out MASK.png] [options]",
                        "Segments a picture: the class of every pixel.");
    lab::PredictOptions options;
    std::string threads;
    declare(arguments, options);
    arguments.option("--threads", threads, "One for each core");
    if (!arguments.parse()) return 0;
    if (!threads.empty()) options.threads = parseCount("--threads", threads, 1, 256);

    const lab::Prediction prediction = lab::predictCommand(options);
    for (const std::string& note : prediction.notes) fmt::print(stderr, "{}\n", note);
    bool streamed = false;  // a file is on standard output, and nothing else may be
    for (const auto& [path, bytes] : prediction.files) {
        writeOutput(path, bytes);
        streamed = streamed || path == "-";
    }
    if (!streamed) print(prediction.text);
    return 0;
}

}  // namespace seglab::app
