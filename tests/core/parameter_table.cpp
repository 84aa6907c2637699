#include "core/parameter_table.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/error.h"

using namespace seglab;
using namespace seglab::core;

namespace {

// Padding may reach kernel − 1 on each axis; the input's size bounds the kernel.
ParameterTable example() {
    auto list = std::make_shared<ParameterList>();
    list->push_back({.name = "input",
                     .label = "Input",
                     .group = "Operation",
                     .type = Type::Matrix,
                     .fallback = Matrix(2, 2, {0, 1, 2, 3}),
                     .limits = Limits{{1, 1}, {12, 12}, 1000}});
    list->push_back({.name = "kernel",
                     .label = "Kernel",
                     .group = "Operation",
                     .type = Type::Integer,
                     .fallback = std::int64_t(3),
                     .limits = Limits::between(1, 7)});
    list->push_back({.name = "padding",
                     .label = "Padding",
                     .group = "Operation",
                     .type = Type::Pair,
                     .fallback = Pair{0, 0},
                     .dependentLimits = [](const ParameterTable& table) {
                         return Limits::between(0, table.integer("kernel") - 1);
                     }});
    list->push_back({.name = "speed",
                     .label = "Speed",
                     .group = "Show",
                     .type = Type::Number,
                     .fallback = 2.0,
                     .limits = Limits::between(0.25, 16)});
    list->push_back({.name = "view",
                     .label = "View",
                     .group = "Show",
                     .type = Type::Choice,
                     .fallback = std::string("all"),
                     .choices = {"all", "stamp", "matrix"}});
    list->push_back({.name = "letters", .label = "Letters", .group = "Show", .type = Type::Boolean, .fallback = false});
    return ParameterTable(list);
}

Error failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error was thrown");
    return Error(Kind::Usage, "");
}

}  // namespace

TEST_CASE("a new table holds the defaults, and they are legal", "[parameter_table]") {
    const ParameterTable table = example();
    CHECK(table.integer("kernel") == 3);
    CHECK(table.matrix("input") == Matrix(2, 2, {0, 1, 2, 3}));
    CHECK(table.text("view") == "all");
    CHECK_NOTHROW(table.validate());
}

TEST_CASE("every value survives its own text", "[parameter_table]") {
    ParameterTable table = example();
    table.set("input", Matrix(2, 3, {0.1, -2, 1e-9, 123456.789, 0, 1.0 / 3}));
    table.set("padding", Pair{2, 1});
    table.set("speed", 0.1 + 0.2);
    table.set("letters", true);
    ParameterTable copy = example();
    for (const Parameter& parameter : table.declaration())
        copy.setText(parameter.name, toText(table.value(parameter.name)));
    CHECK(copy == table);
}

TEST_CASE("texts of values are short and without a locale", "[parameter_table]") {
    CHECK(toText(0.1) == "0.1");
    CHECK(toText(2.0) == "2");
    CHECK(toText(-0.0) == "0");
    CHECK(toText(1e300) == "1e+300");
    CHECK(toText(Pair{2, 2}) == "2");
    CHECK(toText(Pair{2, 1}) == "2,1");
    CHECK(toText(Matrix(2, 2, {0, 1, 2, 3})) == "0,1;2,3");
    CHECK(toText(true) == "on");
    CHECK(toText(std::int64_t(-7)) == "-7");
}

TEST_CASE("a matrix is read however a student pastes it", "[parameter_table]") {
    const std::string text = GENERATE(
        as<std::string>{}, "0,1;2,3", " 0 , 1 ; 2 , 3 ", "0 1\n2 3", "0\t1\r\n2\t3\r\n", "[[0,1],[2,3]]",
        "[[0, 1], [2, 3]]", "[[0. 1.]\n [2. 3.]]", "[[0 1\n][2\n 3]]", "[0 1; 2 3]", "{{0,1},{2,3}}",
        "array([[0, 1],\n       [2, 3]])", "np.array([[0., 1.], [2., 3.]], dtype=np.float32)",
        "tensor([[0., 1.],\n        [2., 3.]], dtype=torch.float64)", "torch.tensor([[0,1],[2,3]])", "0,1;2,3;");
    CAPTURE(text);
    ParameterTable table = example();
    table.setText("input", text);
    CHECK(table.matrix("input") == Matrix(2, 2, {0, 1, 2, 3}));
}

TEST_CASE("a pasted minus sign of the figures is a minus", "[parameter_table]") {
    ParameterTable table = example();
    table.setText("input", "\u22121,2;3,\u22120.5");
    CHECK(table.matrix("input") == Matrix(2, 2, {-1, 2, 3, -0.5}));
}

TEST_CASE("one row needs no row mark", "[parameter_table]") {
    ParameterTable table = example();
    table.setText("input", "[1, 2, 3]");
    CHECK(table.matrix("input") == Matrix(1, 3, {1, 2, 3}));
    table.setText("input", "5");
    CHECK(table.matrix("input") == Matrix(1, 1, 5));
}

TEST_CASE("what is no matrix is refused by name", "[parameter_table]") {
    const std::string text =
        GENERATE(as<std::string>{}, "", "  ", ";", "0,1;2", "0,,1", "0,1,", ",1", "0,x", "[[0,1],[2,3]", "0,1]", "[[]]",
                 "[]", "[[[1]]]", "[1][2]", "1 [2]", "[[1,2],3]", "inf", "nan,1", "1e999", "0x10", "1 2 3;;4 5 6",
                 "array([[1,2]]", "[[1,2],,[3,4]]", "1;;2", "--1", "1.2.3", "1e", "1_000", "1d3");
    CAPTURE(text);
    const Error error = failure([&] { example().setText("input", text); });
    CHECK(error.kind() == Kind::Usage);
    CHECK(error.where() == "input");
    CHECK_FALSE(error.cure().empty());
}

TEST_CASE("numbers with anything behind them are refused by name", "[parameter_table]") {
    const auto [name, text] = GENERATE(table<std::string, std::string>({{"kernel", "3x"},
                                                                        {"kernel", "2.5"},
                                                                        {"kernel", ""},
                                                                        {"kernel", "1e2"},
                                                                        {"kernel", "9999999999999999999999"},
                                                                        {"kernel", "3 3"},
                                                                        {"speed", "inf"},
                                                                        {"speed", "NaN"},
                                                                        {"speed", "1,5"},
                                                                        {"speed", "1.5 s"},
                                                                        {"speed", "."},
                                                                        {"speed", "1e400"},
                                                                        {"padding", "1,2,3"},
                                                                        {"padding", "1,"},
                                                                        {"padding", "99999999999"},
                                                                        {"padding", "[1,2"},
                                                                        {"letters", "yes"},
                                                                        {"letters", "ON"}}));
    CAPTURE(name, text);
    const Error error = failure([&, &name = name, &text = text] { example().setText(name, text); });
    CHECK(error.kind() == Kind::Usage);
    CHECK(error.where() == name);
}

TEST_CASE("a huge text is refused before it is looked at, at one past the limit", "[parameter_table]") {
    ParameterTable table = example();
    std::string zeros(64 << 10, '0');
    CHECK_NOTHROW(table.setText("speed", zeros));
    zeros += '0';
    const Error error = failure([&] { table.setText("speed", zeros); });
    CHECK(error.kind() == Kind::Usage);
    CHECK(std::string(error.what()).size() < 300);
}

TEST_CASE("a message quotes only the beginning of a long word", "[parameter_table]") {
    const Error error = failure([] { example().setText("kernel", std::string(50000, 'x')); });
    CHECK(std::string(error.what()).size() < 300);
}

TEST_CASE("pairs are read as a number for both axes, as a list, as JSON", "[parameter_table]") {
    const auto [text, expected] = GENERATE(table<std::string, Pair>(
        {{"2", {2, 2}}, {"2,1", {2, 1}}, {"[2,1]", {2, 1}}, {"(2, 1)", {2, 1}}, {" 0 , 3 ", {0, 3}}, {"+1", {1, 1}}}));
    ParameterTable table = example();
    table.setText("padding", text);
    CHECK(table.pair("padding") == expected);
}

TEST_CASE("an unknown choice is an illegal value and names the nearest", "[parameter_table]") {
    const Error error = failure([] { example().setText("view", "stmap"); });
    CHECK(error.kind() == Kind::BadInput);
    CHECK(error.cure().find("did you mean stamp?") != std::string::npos);
    CHECK(error.cure().find("all, stamp, matrix") != std::string::npos);
}

TEST_CASE("an unknown parameter is a usage error and names the nearest", "[parameter_table]") {
    const Error error = failure([] { example().setText("paddnig", "1"); });
    CHECK(error.kind() == Kind::Usage);
    CHECK(error.cure() == "did you mean padding?");
    CHECK(failure([] { example().value("xyzzy"); }).cure().find("input, kernel") != std::string::npos);
}

TEST_CASE("setting does not look at limits, validating does and says what is allowed", "[parameter_table]") {
    ParameterTable table = example();
    table.set("padding", Pair{1, 3});
    const Error error = failure([&] { table.validate(); });
    CHECK(error.kind() == Kind::BadInput);
    CHECK(error.where() == "padding");
    CHECK(error.problem() == "width 3 is out of range");
    CHECK(error.cure() == "0 to 2 is allowed here");

    SECTION("the limits follow the other values") {
        table.set("kernel", std::int64_t(4));
        CHECK_NOTHROW(table.validate());
        CHECK(table.limits("padding").maximum[1] == 3);
    }
}

TEST_CASE("validation looks at sizes and cells of a matrix", "[parameter_table]") {
    ParameterTable table = example();
    table.set("input", Matrix(13, 1));
    CHECK(failure([&] { table.validate(); }).problem() == "13 rows are out of range");
    table.set("input", Matrix(1, 0));
    CHECK(failure([&] { table.validate(); }).problem() == "0 columns are out of range");
    table.set("input", Matrix(1, 2, {0, 1001}));
    CHECK(failure([&] { table.validate(); }).problem() == "1001 is out of range");
    table.set("input", Matrix(1, 2, {0, std::nan("")}));
    CHECK_THROWS_AS(table.validate(), Error);
    table.set("input", Matrix(2, 2, {0, 1, 2}));
    CHECK_THROWS_AS(table.validate(), Error);
}

TEST_CASE("validation refuses a number that is none", "[parameter_table]") {
    ParameterTable table = example();
    table.set("speed", std::numeric_limits<double>::quiet_NaN());
    CHECK_THROWS_AS(table.validate(), Error);
}

TEST_CASE("a value of another type is refused", "[parameter_table]") {
    const Error error = failure([] { example().set("kernel", 3.0); });
    CHECK(error.kind() == Kind::BadInput);
    CHECK(error.cure() == "it holds an integer");
}

TEST_CASE("by hand the changed parameter wins and what depends on it gives way, with a sentence", "[parameter_table]") {
    ParameterTable table = example();
    CHECK(table.change("padding", Pair{2, 1}).empty());
    const auto sentences = table.change("kernel", std::int64_t(2));
    CHECK(table.integer("kernel") == 2);
    CHECK(table.pair("padding") == Pair{1, 1});
    REQUIRE(sentences.size() == 1);
    CHECK(sentences[0] == "Padding went from 2,1 to 1, the nearest that fits.");
    CHECK_NOTHROW(table.validate());
}

TEST_CASE("by hand a limit that depends on a later parameter is followed to its end", "[parameter_table]") {
    const auto below = [](const char* name) {
        return [name](const ParameterTable& table) { return Limits::between(0, table.integer(name)); };
    };
    const auto integer = [](const char* name) {
        Parameter parameter;
        parameter.name = parameter.label = name;
        parameter.fallback = std::int64_t(9);
        parameter.limits = Limits::between(0, 9);
        return parameter;
    };
    auto list = std::make_shared<ParameterList>();
    for (const char* name : {"first", "second", "third"}) list->push_back(integer(name));
    (*list)[0].dependentLimits = below("second");
    (*list)[1].dependentLimits = below("third");
    ParameterTable table(list);
    const auto sentences = table.change("third", std::int64_t(4));
    CHECK(table.integer("first") == 4);
    CHECK(table.integer("second") == 4);
    CHECK(sentences.size() == 2);
    CHECK_NOTHROW(table.validate());
}

TEST_CASE("by hand a value stops at its own limits", "[parameter_table]") {
    ParameterTable table = example();
    CHECK(table.change("kernel", std::int64_t(99)).size() == 1);
    CHECK(table.integer("kernel") == 7);
    table.change("kernel", std::numeric_limits<std::int64_t>::min());
    CHECK(table.integer("kernel") == 1);
    table.change("speed", 1e300);
    CHECK(table.number("speed") == 16);
    CHECK(table.change("speed", std::nan("")).size() == 1);
    CHECK(table.number("speed") == 16);
}

TEST_CASE("by hand a matrix keeps its cells when it is cut or grown", "[parameter_table]") {
    ParameterTable table = example();
    CHECK(table.change("input", Matrix(1, 14, 5)).front() ==
          "Input went from 1 × 14 cells to 1 × 12 cells, the nearest that fits.");
    CHECK(table.matrix("input") == Matrix(1, 12, 5));
    CHECK(table.change("input", Matrix(0, 0)).size() == 1);
    CHECK(table.matrix("input") == Matrix(1, 1, 0.0));
    table.change("input", Matrix(1, 2, {1e9, std::nan("")}));
    CHECK(table.matrix("input") == Matrix(1, 2, {1000, 0}));
}

TEST_CASE("the nearest name forgives swaps, case and dashes, and stays silent for what is far", "[parameter_table]") {
    const std::vector<std::string> names = {"stride", "padding", "output_padding", "dilation",
                                            "transposed-convolution"};
    CHECK(nearest("strdie", names) == "stride");
    CHECK(nearest("Padding", names) == "padding");
    CHECK(nearest("output-padding", names) == "output_padding");
    CHECK(nearest("transposed", names) == "transposed-convolution");
    CHECK(nearest("dilatoin", names) == "dilation");
    CHECK(nearest("banana", names).empty());
    CHECK(nearest("", names).empty());
    CHECK(nearest(std::string(1 << 20, 'a'), names).empty());
}
