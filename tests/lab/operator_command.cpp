#include "lab/operator_command.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/npy.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::lab;
using namespace seglab::test;

namespace {

// The lecture's numbers in files, and options that read them.
struct Bench {
    Bench() {
        save("input", Tensor<float>({1, 1, 2, 2}, {0, 1, 2, 3}));
        save("weight", Tensor<float>({1, 1, 2, 2}, {1, 4, 2, 3}));
        options.name = "conv_transpose2d";
        options.input = folder / "input";
        options.weight = folder / "weight";
        options.stride = "2";
        options.out = folder / "out";
    }
    void save(const std::string& name, const NpyArray& array) { writeFile(folder / name, npyBytes(array)); }
    NpyArray run() {
        operatorCommand(options);
        return readNpy(options.out);
    }
    Error failure() {
        const std::size_t before = folder.fileCount();
        try {
            operatorCommand(options);
        } catch (const Error& error) {
            CHECK(folder.fileCount() == before);
            return error;
        }
        FAIL("no error was thrown");
        return Error(Kind::Usage, "");
    }

    TemporaryFolder folder;
    OperatorOptions options;
};

const std::vector<float> kLecture = {0, 0, 1, 4, 0, 0, 2, 3, 2, 8, 3, 12, 4, 6, 6, 9};

}  // namespace

TEST_CASE("op gives the lecture's numbers with the type and rank of the input", "[operator_command]") {
    Bench bench;
    CHECK(std::get<Tensor<float>>(bench.run()) == Tensor<float>({1, 1, 4, 4}, kLecture));
    bench.save("input", Tensor<float>({1, 2, 2}, {0, 1, 2, 3}));
    CHECK(std::get<Tensor<float>>(bench.run()).shape == Shape{1, 4, 4});
    bench.options.float64 = true;
    CHECK(std::get<Tensor<double>>(bench.run()).values == std::vector<double>(kLecture.begin(), kLecture.end()));
}

TEST_CASE("every setting of op reaches the operator", "[operator_command]") {
    Bench bench;
    OperatorOptions& o = bench.options;
    bench.save("bias", Tensor<float>({1}, 10));
    o.bias = bench.folder / "bias";
    o.padding = "1,0";
    o.outputPadding = "1,0";
    o.dilation = "1,2";
    CHECK(std::get<Tensor<float>>(bench.run()) ==
          Tensor<float>({1, 1, 3, 5}, {10, 10, 12, 10, 13, 12, 10, 11 + 10, 10, 22, 14, 10, 12 + 10, 10, 19}));

    o = OperatorOptions{};
    o.name = "conv2d";
    o.input = bench.folder / "input";
    o.weight = bench.folder / "weight";
    o.out = bench.folder / "out";
    o.kernel = "2";
    o.padding = "1";
    o.paddingMode = "replicate";
    CHECK(std::get<Tensor<float>>(bench.run()) == Tensor<float>({1, 1, 3, 3}, {0, 7, 10, 10, 17, 20, 20, 27, 30}));
    o.engine = "fast";
    CHECK(std::get<Tensor<float>>(bench.run()).shape == Shape{1, 1, 3, 3});
}

TEST_CASE("op takes one axis and grouped channels", "[operator_command]") {
    Bench bench;
    bench.save("line", Tensor<float>({2, 2}, {2, 5, 1, 1}));
    bench.save("kernel", Tensor<float>({2, 1, 3}, {3, 4, 7, 1, 0, 2}));
    OperatorOptions& o = bench.options;
    o.name = "conv_transpose1d";
    o.input = bench.folder / "line";
    o.weight = bench.folder / "kernel";
    o.groups = "2";
    CHECK(std::get<Tensor<float>>(bench.run()) == Tensor<float>({2, 5}, {6, 8, 29, 20, 35, 1, 0, 3, 0, 2}));
    o.stride = "2,1";
    CHECK(bench.failure().where() == "--stride");
}

TEST_CASE("op upsamples by a factor for each axis", "[operator_command]") {
    Bench bench;
    bench.options = OperatorOptions{};
    bench.options.name = GENERATE(as<std::string>{}, "upsample_nearest", "bed_of_nails");
    bench.options.input = bench.folder / "input";
    bench.options.out = bench.folder / "out";
    bench.options.scaleFactor = "1,2";
    const bool nails = bench.options.name == "bed_of_nails";
    CHECK(std::get<Tensor<float>>(bench.run()) ==
          Tensor<float>({1, 1, 2, 4}, nails ? std::vector<float>{0, 0, 1, 0, 2, 0, 3, 0}
                                            : std::vector<float>{0, 0, 1, 1, 2, 2, 3, 3}));
}

TEST_CASE("op pools to values and positions, and unpools to them", "[operator_command]") {
    Bench bench;
    bench.save("plane", Tensor<float>({1, 4, 4}, {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8}));
    OperatorOptions pool;
    pool.name = "max_pool2d";
    pool.input = bench.folder / "plane";
    pool.kernel = "2";
    pool.out = bench.folder / "pooled";
    pool.indicesOut = bench.folder / "positions";
    operatorCommand(pool);
    CHECK(std::get<Tensor<float>>(readNpy(pool.out)) == Tensor<float>({1, 2, 2}, {5, 6, 7, 8}));
    CHECK(std::get<Tensor<std::int64_t>>(readNpy(pool.indicesOut)) == Tensor<std::int64_t>({1, 2, 2}, {5, 2, 12, 15}));

    OperatorOptions& o = bench.options;
    o = OperatorOptions{};
    o.name = "max_unpool2d";
    o.input = bench.folder / "pooled";
    o.indices = bench.folder / "positions";
    o.out = bench.folder / "out";
    o.kernel = "2";
    const std::vector<float> expected = {0, 0, 6, 0, 0, 5, 0, 0, 0, 0, 0, 0, 7, 0, 0, 8};
    CHECK(std::get<Tensor<float>>(bench.run()) == Tensor<float>({1, 4, 4}, expected));
    o.outputSize = "5,4";
    CHECK(std::get<Tensor<float>>(bench.run()).shape == Shape{1, 5, 4});
    o.outputSize = "6,4";
    CHECK(bench.failure().kind() == Kind::BadInput);
    o.outputSize = "3,5";
    o.kernel = "";
    CHECK(bench.failure().problem() == "position 15 lies outside 3 x 5 cells");
    o.outputSize = "";
    CHECK(bench.failure().kind() == Kind::Usage);
    o.kernel = "2";
    o.indices = bench.folder / "pooled";
    CHECK(bench.failure().problem() == "holds float32 where int64 is needed");
}

TEST_CASE("op averages, resizes and activates", "[operator_command]") {
    Bench bench;
    OperatorOptions& o = bench.options;
    const auto run = [&](const std::string& name) {
        o.name = name;
        return std::get<Tensor<float>>(bench.run());
    };
    o = OperatorOptions{};
    o.input = bench.folder / "input";
    o.out = bench.folder / "out";
    o.kernel = "2";
    o.padding = "1";
    CHECK(run("avg_pool2d") == Tensor<float>({1, 1, 2, 2}, {0, 0.25f, 0.5f, 0.75f}));

    o.kernel = o.padding = "";
    o.outputSize = "3,4";
    CHECK(run("upsample_nearest") == Tensor<float>({1, 1, 3, 4}, {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3}));
    o.outputSize = "3";
    o.alignCorners = true;
    CHECK(run("upsample_bilinear") == Tensor<float>({1, 1, 3, 3}, {0, 0.5f, 1, 1, 1.5f, 2, 2, 2.5f, 3}));
    o.alignCorners = false;
    o.outputSize = "";
    CHECK(bench.failure().kind() == Kind::Usage);
    o.scaleFactor = "1.5,1";
    CHECK(run("upsample_bilinear").shape == Shape{1, 1, 3, 2});

    o.scaleFactor = "";
    bench.save("input", Tensor<float>({2, 1, 2}, {-1, 2, 1, 2}));
    CHECK(run("relu") == Tensor<float>({2, 1, 2}, {0, 2, 1, 2}));
    CHECK(run("softmax").values[1] == 0.5f);
    o.name = "argmax";
    CHECK(std::get<Tensor<std::int64_t>>(bench.run()) == Tensor<std::int64_t>({1, 2}, {1, 0}));
}

TEST_CASE("op says what is unknown, missing or out of place", "[operator_command]") {
    Bench bench;
    OperatorOptions& o = bench.options;
    SECTION("operator") {
        o.name = "conv_transposed2d";
        CHECK(bench.failure().kind() == Kind::Usage);
        CHECK(bench.failure().cure() == "did you mean conv_transpose2d?");
    }
    SECTION("weight") {
        o.weight = "";
        CHECK(bench.failure().kind() == Kind::Usage);
        CHECK(bench.failure().problem() == "conv_transpose2d needs --weight");
    }
    SECTION("option of another operator") {
        o.scaleFactor = "2";
        CHECK(bench.failure().kind() == Kind::Usage);
        CHECK(bench.failure().problem() == "conv_transpose2d takes no --scale-factor");
    }
    SECTION("engine") {
        o.engine = "fats";
        CHECK(bench.failure().cure().find("did you mean fast?") == 0);
    }
    SECTION("value") {
        o.stride = "two";
        CHECK(bench.failure().kind() == Kind::Usage);
        CHECK(bench.failure().where() == "--stride");
    }
    SECTION("illegal combination") {
        o.outputPadding = "2";
        CHECK(bench.failure().kind() == Kind::BadInput);
    }
    SECTION("kernel that is not the weight's") {
        o.kernel = "3";
        CHECK(bench.failure().kind() == Kind::BadInput);
    }
    SECTION("file") {
        o.bias = bench.folder / "none.npy";
        CHECK(bench.failure().kind() == Kind::File);
    }
    SECTION("folder to write to") {
        o.out = bench.folder / "no/where.npy";
        CHECK(bench.failure().kind() == Kind::File);
    }
}

TEST_CASE("op mixes types only when it is told to", "[operator_command]") {
    Bench bench;
    bench.save("weight", Tensor<double>({1, 1, 2, 2}, {1, 4, 2, 3}));
    CHECK(bench.failure().kind() == Kind::BadInput);
    CHECK(bench.failure().problem() == "holds float64 where float32 is needed");
    bench.options.float64 = true;
    CHECK(std::get<Tensor<double>>(bench.run()).shape == Shape{1, 1, 4, 4});

    bench.options.float64 = false;
    bench.save("input", Tensor<double>({1, 1, 2, 2}, {0, 1, 2, 3}));
    CHECK(std::holds_alternative<Tensor<double>>(bench.run()));
    bench.save("weight", Tensor<float>({1, 1, 2, 2}, {1, 4, 2, 3}));
    CHECK(bench.failure().problem() == "holds float32 where float64 is needed");
    bench.save("input", Tensor<std::int64_t>({1, 1, 2, 2}, {0, 1, 2, 3}));
    CHECK(bench.failure().problem() == "holds int64 where float32 or float64 is needed");
}
