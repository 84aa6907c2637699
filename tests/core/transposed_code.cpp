#include "core/transposed_code.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/random.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::core;

namespace {

/// What the program prints, after the compiler that built this test has compiled it without a warning.
std::string runProgram(const std::string& program) {
    const test::TemporaryFolder folder;
    const std::string stem = folder.path("program");
    std::ofstream(stem + ".cpp") << program;
    const std::string command = std::string(SEGLAB_CXX) + " -std=c++17 -Wall -Wextra -Wpedantic -Werror " + stem +
                                ".cpp -o " + stem + " && " + stem + " > " + stem + ".txt";
    const int status = std::system(command.c_str());
    std::stringstream text;
    text << std::ifstream(stem + ".txt").rdbuf();
    REQUIRE(status == 0);
    return text.str();
}

std::vector<double> numbersIn(const std::string& text) {
    std::stringstream stream(text);
    std::vector<double> out;
    for (double v; stream >> v;) out.push_back(v);
    return out;
}

TransposedTrace randomTrace(Random& random, int dims) {
    auto one = [&](int low, int high) { return int(random.integer(low, high)); };
    TransposedSettings s;
    for (int axis = 2 - dims; axis < 2; ++axis) {
        s.stride[axis] = one(1, 3);
        s.dilation[axis] = one(1, 2);
        s.padding[axis] = one(0, 1);
        s.outputPadding[axis] = one(0, std::max(s.stride[axis], s.dilation[axis]) - 1);
    }
    Matrix input(dims == 1 ? 1 : one(2, 4), one(2, 4)), kernel(dims == 1 ? 1 : one(2, 3), one(2, 3));
    for (double& v : input.values) v = one(-4, 9);
    for (double& v : kernel.values) v = one(-8, 8) / 4.0;
    return {input, kernel, s};
}

}  // namespace

TEST_CASE("the C++ that can be copied compiles and prints the output that is shown", "[transposed_code]") {
    Random random(2);
    for (int round = 0; round < 6; ++round) {
        const int dims = 1 + round % 2;
        TransposedTrace trace = randomTrace(random, dims);
        const std::string program = cppProgram(trace, dims);
        INFO(program);
        CHECK(numbersIn(runProgram(program)) == trace.result().values);
    }
}

TEST_CASE("the loop that is shown stands in the program that is copied", "[transposed_code]") {
    Random random(9);
    for (int dims : {1, 2}) {
        TransposedTrace trace = randomTrace(random, dims);
        std::stringstream loop(loopText(trace.settings(), dims));
        const std::string program = cppProgram(trace, dims);
        std::size_t from = 0;
        for (std::string line; std::getline(loop, line);) {
            from = program.find("  " + line + "\n", from);
            CHECK(from != std::string::npos);
            CHECK(line.size() <= 40);
        }
    }
}

TEST_CASE("the lecture's numbers as a test vector and as PyTorch", "[transposed_code]") {
    TransposedTrace trace(Matrix(2, 2, {0, 1, 2, 3}), Matrix(2, 2, {1, 4, 2, 3}), {.stride = {2, 2}});
    CHECK(testVector(trace, 2) ==
          "input = [[0, 1], [2, 3]]\n"
          "kernel = [[1, 4], [2, 3]]\n"
          "stride, padding = 2, 0\n"
          "dilation, output_padding = 1, 0\n"
          "output = [[0, 0, 1, 4], [0, 0, 2, 3], [2, 8, 3, 12], [4, 6, 6, 9]]\n");
    const std::string program = pyTorchProgram(trace, 2);
    CHECK(program.find("x = torch.tensor([[[[0, 1], [2, 3]]]], dtype=torch.float64)\n") != std::string::npos);
    CHECK(program.find("y = F.conv_transpose2d(\n    x, w, stride=2)\n") != std::string::npos);

    TransposedTrace line(Matrix(1, 2, {1, 2}), Matrix(1, 3, {3, 4, 5}), {.stride = {1, 2}});
    CHECK(pyTorchProgram(line, 1).find("x = torch.tensor([[[1, 2]]], dtype=torch.float64)\n") != std::string::npos);
}
