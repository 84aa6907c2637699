#include "core/transposed_code.h"

#include <fmt/format.h>

#include "core/frameworks.h"

namespace seglab::core {

namespace {

struct Brackets {
    const char *open, *close;
};
constexpr Brackets kPython{"[", "]"}, kCpp{"{", "}"};

std::string row(const Matrix& m, int r, Brackets brackets) {
    std::string text = brackets.open;
    for (int c = 0; c < m.columns; ++c) text += fmt::format("{}{}", c ? ", " : "", m(r, c));
    return text + brackets.close;
}

/// "[[0, 1], [2, 3]]", or the only row for 1-D.
std::string nested(const Matrix& m, int dims, Brackets brackets) {
    if (dims == 1) return row(m, 0, brackets);
    std::string text = brackets.open;
    for (int r = 0; r < m.rows; ++r) text += (r ? ", " : "") + row(m, r, brackets);
    return text + brackets.close;
}

/// The name of a setting on an axis: "s" where one number serves both, else "sH" and "sW".
std::string name(const char* letter, Pair value, int dims, int axis) {
    if (dims == 1 || value.height == value.width) return letter;
    return std::string(letter) + (axis == 0 ? "H" : "W");
}

/// "const int s = 2;" or "const int sH = 2, sW = 1;"
std::string constant(const char* letter, Pair value, int dims, const char* meaning) {
    std::string text =
        fmt::format("const int {} = {}", name(letter, value, dims, 0), dims == 1 ? value.width : value.height);
    if (dims == 2 && value.height != value.width)
        text = fmt::format("const int {}H = {}, {}W = {}", letter, value.height, letter, value.width);
    return fmt::format("{};  // {}\n", text, meaning);
}

std::string sizeConstant(const char* output, const char* input, const char* kernel, const TransposedSettings& s,
                         int dims, int axis) {
    auto of = [&](const char* letter, Pair value) { return name(letter, value, dims, axis); };
    return fmt::format("const int {} = ({} - 1) * {} - 2 * {} + {} * ({} - 1) + {} + 1;\n", output, input,
                       of("s", s.stride), of("p", s.padding), of("d", s.dilation), kernel, of("op", s.outputPadding));
}

std::string settingConstants(const TransposedSettings& s, int dims) {
    return constant("s", s.stride, dims, "stride") + constant("p", s.padding, dims, "padding") +
           constant("d", s.dilation, dims, "dilation") + constant("op", s.outputPadding, dims, "output padding");
}

std::string indented(const std::string& text, int spaces) {
    std::string out;
    bool start = true;
    for (char c : text) {
        if (start && c != '\n') out.append(std::size_t(spaces), ' ');
        out += c;
        start = c == '\n';
    }
    return out;
}

TransposedShape shapeOf(const TransposedTrace& trace, int dims) {
    return {.input = {trace.input().rows, trace.input().columns},
            .kernel = {trace.kernel().rows, trace.kernel().columns},
            .settings = trace.settings(),
            .dims = dims};
}

}  // namespace

std::string loopText(const TransposedSettings& s, int dims) {
    auto at = [&](const char* index, const char* tap, int axis) {
        return fmt::format("{} * {} + {} * {} - {}", index, name("s", s.stride, dims, axis), tap,
                           name("d", s.dilation, dims, axis), name("p", s.padding, dims, axis));
    };
    if (dims == 1)
        return fmt::format(
            "for (int i = 0; i < L; ++i)\n"
            "  for (int a = 0; a < k; ++a) {{\n"
            "    int x = {};\n"
            "    if (x >= 0 && x < oL)\n"
            "      O[x] += I[i] * K[a];\n"
            "  }}\n",
            at("i", "a", 1));
    return fmt::format(
        "for (int i = 0; i < H; ++i)\n"
        "  for (int j = 0; j < W; ++j)\n"
        "    for (int a = 0; a < kH; ++a)\n"
        "      for (int b = 0; b < kW; ++b) {{\n"
        "        int x = {};\n"
        "        int y = {};\n"
        "        if (x >= 0 && x < oH &&\n"
        "            y >= 0 && y < oW)\n"
        "          O[x][y] += I[i][j] * K[a][b];\n"
        "      }}\n",
        at("i", "a", 0), at("j", "b", 1));
}

std::string cppProgram(const TransposedTrace& trace, int dims) {
    const TransposedSettings& s = trace.settings();
    const Matrix &input = trace.input(), &kernel = trace.kernel();
    std::string text =
        "// Transposed convolution: stamp the kernel once per input cell;\n"
        "// where stamps overlap, they add; padding crops.\n"
        "#include <cstdio>\n\n" +
        settingConstants(s, dims);
    if (dims == 1)
        text += fmt::format("const int L = {}, k = {};\n", input.columns, kernel.columns) +
                sizeConstant("oL", "L", "k", s, dims, 1) +
                fmt::format("const double I[L] = {};\nconst double K[k] = {};\ndouble O[oL] = {{}};\n",
                            nested(input, dims, kCpp), nested(kernel, dims, kCpp));
    else
        text += fmt::format("const int H = {}, W = {}, kH = {}, kW = {};\n", input.rows, input.columns, kernel.rows,
                            kernel.columns) +
                sizeConstant("oH", "H", "kH", s, dims, 0) + sizeConstant("oW", "W", "kW", s, dims, 1) +
                fmt::format("const double I[H][W] = {};\nconst double K[kH][kW] = {};\ndouble O[oH][oW] = {{}};\n",
                            nested(input, dims, kCpp), nested(kernel, dims, kCpp));
    text += "\nint main() {\n" + indented(loopText(s, dims), 2);
    text += dims == 1 ? "  for (int x = 0; x < oL; ++x)\n"
                        "    std::printf(\"%.10g%c\", O[x], x + 1 < oL ? ' ' : '\\n');\n"
                      : "  for (int x = 0; x < oH; ++x)\n"
                        "    for (int y = 0; y < oW; ++y)\n"
                        "      std::printf(\"%.10g%c\", O[x][y], y + 1 < oW ? ' ' : '\\n');\n";
    return text + "}\n";
}

std::string pyTorchProgram(const TransposedTrace& trace, int dims, bool tellOutput) {
    // [N,C,…] of one plane.
    auto tensor = [&](const Matrix& m) {
        return fmt::format("torch.tensor([[{}]], dtype=torch.float64)", nested(m, dims, kPython));
    };
    std::string text = fmt::format(
        "import torch\n"
        "import torch.nn.functional as F\n\n"
        "x = {}\n"
        "w = {}\n"
        "{}"
        "print(y[0, 0])\n",
        tensor(trace.input()), tensor(trace.kernel()), frameworkCards(shapeOf(trace, dims))[0].call);
    if (tellOutput) text += fmt::format("assert torch.allclose(y, {})\n", tensor(trace.result()));
    return text;
}

std::string testVector(const TransposedTrace& trace, int dims, bool tellOutput) {
    const TransposedSettings& s = trace.settings();
    auto both = [&](Pair value) {
        if (dims == 1 || value.height == value.width) return std::to_string(value.width);
        return fmt::format("({}, {})", value.height, value.width);
    };
    std::string text =
        fmt::format("input = {}\nkernel = {}\nstride, padding = {}, {}\ndilation, output_padding = {}, {}\n",
                    nested(trace.input(), dims, kPython), nested(trace.kernel(), dims, kPython), both(s.stride),
                    both(s.padding), both(s.dilation), both(s.outputPadding));
    if (tellOutput) text += fmt::format("output = {}\n", nested(trace.result(), dims, kPython));
    return text;
}

}  // namespace seglab::core
