#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/arguments.h"
#include "app/output.h"
#include "core/error.h"
#include "lab/operator_command.h"
#include "lab/size_command.h"

// The commands without a lab: size and op.
namespace seglab::app {

namespace {

constexpr const char* kBothOrEach = "A, or A,B for height and width";

}  // namespace

int size(const Invocation& invocation) {
    Arguments arguments(invocation, "size",
                        "conv|conv-transpose|max-pool [--input H,W] [--kernel …] [--stride …] [--padding …] "
                        "[--dilation …] [--output-padding …] [--output H,W] [--json]",
                        "The size of an operation's output; or, where one value is ?, all values that fit.\nValues are "
                        "A, or A,B for height and width; what is not given is PyTorch's default.");
    lab::SizeOptions options;
    arguments.positional("OPERATION", options.operation, "conv, conv-transpose or max-pool");
    arguments.option("--input", options.input, "Cells of the input");
    arguments.option("--output", options.output, "Cells of the output, to find what leads to it");
    arguments.option("--kernel", options.kernel, "Cells of the kernel");
    arguments.option("--stride", options.stride, "1; for max-pool the kernel");
    arguments.option("--padding", options.padding, "0");
    arguments.option("--dilation", options.dilation, "1");
    arguments.option("--output-padding", options.outputPadding, "0; conv-transpose only");
    arguments.flag("--json", options.json, "One JSON document");
    if (!arguments.parse()) return 0;
    if (options.operation.empty())
        throw Error(Kind::Usage, "no operation is named", "conv, conv-transpose or max-pool");
    print(lab::sizeCommand(options));
    return 0;
}

int op(const Invocation& invocation) {
    Arguments arguments(
        invocation, "op", "NAME --input X.npy [--weight W.npy] [options] --out Y.npy",
        fmt::format("One operator on NumPy arrays, with PyTorch's names, meaning and layouts.\nNAME: {}",
                    fmt::join(lab::operatorNames(), " ")));
    lab::OperatorOptions options;
    arguments.positional("NAME", options.name, "The operator");
    arguments.option("--input", options.input, "N,C,H,W or C,H,W; 1-D: N,C,L or C,L");
    arguments.option("--weight", options.weight, "Of a convolution");
    arguments.option("--bias", options.bias, "One number for each output channel");
    arguments.option("--indices", options.indices, "Where max unpooling puts the values");
    arguments.option("--kernel", options.kernel, kBothOrEach);
    arguments.option("--stride", options.stride, kBothOrEach);
    arguments.option("--padding", options.padding, kBothOrEach);
    arguments.option("--padding-mode", options.paddingMode, "zeros, reflect or replicate");
    arguments.option("--dilation", options.dilation, kBothOrEach);
    arguments.option("--output-padding", options.outputPadding, kBothOrEach);
    arguments.option("--groups", options.groups, "1");
    arguments.option("--output-size", options.outputSize, "H,W");
    arguments.option("--scale-factor", options.scaleFactor, kBothOrEach);
    arguments.flag("--align-corners", options.alignCorners, "Of the bilinear up-sampling");
    arguments.option("--engine", options.engine, "reference or fast");
    arguments.flag("--float64", options.float64, "Convert to double precision first");
    arguments.option("--out", options.out, "The result, a .npy");
    arguments.option("--indices-out", options.indicesOut, "Where max pooling found its values");
    if (!arguments.parse()) return 0;
    if (options.name.empty())
        throw Error(Kind::Usage, "no operator is named", fmt::format("{}", fmt::join(lab::operatorNames(), ", ")));
    lab::operatorCommand(options);
    return 0;
}

}  // namespace seglab::app
