#include "core/upsampling.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/random.h"

using namespace seglab::core;

namespace {

const Matrix kLecture(2, 2, {1, 2, 3, 4});
const Matrix kLecturePooled(4, 4, {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8});

Matrix up(const Matrix& input, UpsamplingMethod method) {
    UpsamplingSettings settings;
    settings.method = method;
    return UpsamplingTrace(input, settings).result();
}

double dot(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) sum += a.values[i] * b.values[i];
    return sum;
}

// Whole numbers, so that sums are exact.
Matrix random(int rows, int columns, Random& generator) {
    Matrix matrix(rows, columns);
    for (double& value : matrix.values) value = double(generator.integer(-9, 9));
    return matrix;
}

}  // namespace

TEST_CASE("the lecture's nearest neighbour and bed of nails come out exactly", "[upsampling]") {
    CHECK(up(kLecture, UpsamplingMethod::Nearest) == Matrix(4, 4, {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4}));
    CHECK(up(kLecture, UpsamplingMethod::BedOfNails) == Matrix(4, 4, {1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0}));
}

TEST_CASE("the lecture's max pooling remembers where its maxima stood, and unpooling puts values there",
          "[upsampling]") {
    const Pooled pooled = maxPoolWithPositions(kLecturePooled, {2, 2}, {2, 2});
    CHECK(pooled.values == Matrix(2, 2, {5, 6, 7, 8}));
    CHECK(pooled.positions.cells == std::vector<Pair>{{1, 1}, {0, 2}, {3, 0}, {3, 3}});

    UpsamplingSettings settings;
    settings.method = UpsamplingMethod::MaxUnpooling;
    settings.positions = pooled.positions;
    CHECK(UpsamplingTrace(kLecture, settings).result() ==
          Matrix(4, 4, {0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4}));
}

TEST_CASE("of equal maxima the first in reading order wins, and the tie is said", "[upsampling]") {
    const Pooled pooled = maxPoolWithPositions(Matrix(2, 2, {1, 7, 7, 7}), {2, 2}, {2, 2});
    CHECK(pooled.positions.cells == std::vector<Pair>{{0, 1}});
    CHECK(pooled.tied == std::vector<bool>{true});
    CHECK(maxPoolWithPositions(Matrix(2, 2, {3, 3, 3, 7}), {2, 2}, {2, 2}).tied == std::vector<bool>{false});
}

TEST_CASE("two values for one place: the last in reading order stays", "[upsampling]") {
    UpsamplingSettings settings;
    settings.method = UpsamplingMethod::MaxUnpooling;
    settings.positions = {{1, 3}, {1, 4}, {{0, 2}, {0, 0}, {0, 2}}};
    const UpsamplingTrace trace(Matrix(1, 3, {5, 6, 7}), settings);
    CHECK(trace.result() == Matrix(1, 4, {6, 0, 7, 0}));
    CHECK(trace.outputAt(2) == Matrix(1, 4, {6, 0, 5, 0}));
    CHECK(trace.overwrittenBy({0, 0}) == Pair{0, 2});
    CHECK_FALSE(trace.overwrittenBy({0, 2}));
    // Pooling with these positions held reads cell (0,2) twice; its transpose would add, 5 + 7, where unpooling
    // keeps 7.
    const Matrix held = heldPoolingMatrix(settings.positions), matrix = trace.matrix();
    CHECK(held(0, 2) == 1);
    CHECK(held(2, 2) == 1);
    CHECK(matrix(2, 0) == 0);
    CHECK(matrix(2, 2) == 1);
    CHECK(adjoint(trace, Matrix(1, 4, {1, 2, 3, 4})) == Matrix(1, 3, {0, 1, 3}));
}

TEST_CASE("bilinear follows PyTorch with and without aligned corners", "[upsampling]") {
    UpsamplingSettings settings;
    settings.method = UpsamplingMethod::Bilinear;
    // torch.nn.functional.interpolate([[1,2],[3,4]], scale_factor=2, mode="bilinear")
    const Matrix centres = UpsamplingTrace(kLecture, settings).result();
    const std::vector<double> expected = {1,   1.25, 1.75, 2,   1.5, 1.75, 2.25, 2.5,
                                          2.5, 2.75, 3.25, 3.5, 3,   3.25, 3.75, 4};
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(centres.values[i] == Approx(expected[i]).margin(1e-12));
    settings.alignCorners = true;
    const Matrix corners = UpsamplingTrace(kLecture, settings).result();
    CHECK(corners(0, 1) == Approx(4.0 / 3));
    CHECK(corners(3, 3) == 4);
    CHECK(corners(1, 0) == Approx(5.0 / 3));
}

TEST_CASE("every way up is the transpose of a way down", "[upsampling]") {
    Random generator(7);
    for (int round = 0; round < 20; ++round) {
        const Matrix input = random(int(generator.integer(1, 4)), int(generator.integer(1, 4)), generator);
        for (const auto method :
             {UpsamplingMethod::Nearest, UpsamplingMethod::BedOfNails, UpsamplingMethod::Bilinear}) {
            UpsamplingSettings settings;
            settings.method = method;
            settings.factor = {int(generator.integer(1, 3)), int(generator.integer(1, 3))};
            const UpsamplingTrace trace(input, settings);
            const Matrix plane = random(trace.outputSize().height, trace.outputSize().width, generator);
            const Matrix down = adjoint(trace, plane);
            CHECK(dot(trace.result(), plane) == Approx(dot(input, down)).margin(1e-10));
            for (int row = 0; row < input.rows && method != UpsamplingMethod::Bilinear; ++row)
                for (int column = 0; column < input.columns; ++column) {
                    // Nearest: the sum over a block. Bed of nails: its top left cell.
                    double expected = 0;
                    for (int a = 0; a < settings.factor.height; ++a)
                        for (int b = 0; b < settings.factor.width; ++b)
                            if (method == UpsamplingMethod::Nearest || (a == 0 && b == 0))
                                expected += plane(row * settings.factor.height + a, column * settings.factor.width + b);
                    CHECK(down(row, column) == expected);
                }
        }
    }
}

TEST_CASE("input cells go up one after the other, and reach agrees with shares", "[upsampling]") {
    UpsamplingSettings settings;
    settings.method = UpsamplingMethod::TransposedConvolution;
    settings.kernel = Matrix(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1});
    settings.transposed = {.stride = {2, 2}, .padding = {1, 1}, .dilation = {1, 1}, .outputPadding = {1, 1}};
    const UpsamplingTrace trace(kLecture, settings);
    CHECK(trace.outputAt(0) == Matrix(4, 4));
    for (int index = 0; index < trace.inputCells(); ++index) {
        Matrix next = trace.outputAt(index);
        const Pair cell{index / 2, index % 2};
        for (const Share& share : trace.reachOf(cell))
            next(share.cell.height, share.cell.width) += share.weight * trace.input()(cell.height, cell.width);
        CHECK(next == trace.outputAt(index + 1));
    }
    CHECK(trace.result() == TransposedTrace(kLecture, settings.kernel, settings.transposed).result());
}

TEST_CASE("a transposed convolution has settings that give factor times the cells", "[upsampling]") {
    for (int kernel = 1; kernel <= 7; ++kernel)
        for (int factor = 1; factor <= 4; ++factor) {
            const TransposedSettings settings = transposedSettingsFor({kernel, kernel}, {factor, factor});
            const Pair size = TransposedTrace(Matrix(3, 3, 1), Matrix(kernel, kernel, 1), settings).outputSize();
            const int extra = factor == 1 && kernel % 2 == 0 ? 1 : 0;
            CHECK(size == Pair{3 * factor + extra, 3 * factor + extra});
        }
}

TEST_CASE("a flat position read in a narrower plane names another cell", "[upsampling]") {
    const PoolingPositions read = readFlat({{1, 2}, {5, 5}, {{1, 1}, {2, 3}}}, {4, 4});
    CHECK(read.cells == std::vector<Pair>{{1, 2}, {3, 1}});
    CHECK(read.source == Pair{4, 4});
}

TEST_CASE("what does not fit is refused with the way out", "[upsampling]") {
    UpsamplingSettings settings;
    settings.method = UpsamplingMethod::MaxUnpooling;
    settings.positions = {{2, 2}, {4, 4}, {{0, 0}, {0, 2}, {2, 0}, {4, 0}}};
    CHECK_THROWS_WITH(UpsamplingTrace(kLecture, settings), Catch::Contains("(4,0) lies outside 4 × 4"));
    settings.positions.cells.pop_back();
    CHECK_THROWS_WITH(UpsamplingTrace(kLecture, settings), Catch::Contains("3 remembered positions"));
    CHECK_THROWS_AS(maxPoolWithPositions(kLecture, {3, 3}, {1, 1}), seglab::Error);
    settings.method = UpsamplingMethod::Nearest;
    settings.factor = {0, 2};
    CHECK_THROWS_AS(UpsamplingTrace(kLecture, settings), seglab::Error);
}
