#include "lab/size_command.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"

using namespace seglab;
using namespace seglab::lab;
using nlohmann::json;

namespace {

json documentOf(SizeOptions options) {
    options.json = true;
    return json::parse(sizeCommand(options));
}

Error failure(const SizeOptions& options) {
    try {
        sizeCommand(options);
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error was thrown");
    return Error(Kind::Usage, "");
}

SizeOptions lecture() {
    SizeOptions options;
    options.operation = "conv-transpose";
    options.input = "2";
    options.kernel = "3";
    options.stride = "2";
    options.padding = "1";
    return options;
}

}  // namespace

TEST_CASE("size gives the output for both axes, the formula and the numbers in it", "[size_command]") {
    SizeOptions options = lecture();
    options.outputPadding = "1";
    const json document = documentOf(options);
    CHECK(document["output"] == json({4, 4}));
    CHECK(document["formula"] ==
          "output = (input − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1");
    CHECK(document["substituted"] == "output = (2 − 1)·2 − 2·1 + 1·(3 − 1) + 1 + 1 = 4");
    CHECK(sizeCommand(options).find("4 × 4\n") == 0);
}

TEST_CASE("size takes the axes apart where they differ", "[size_command]") {
    SizeOptions options;
    options.operation = "conv";
    options.input = "224,112";
    options.kernel = "7";
    options.stride = "2";
    options.padding = "3";
    const json document = documentOf(options);
    CHECK(document["output"] == json({112, 56}));
    CHECK(document["substituted"] ==
          "height = ⌊(224 + 2·3 − 1·(7 − 1) − 1) / 2⌋ + 1 = 112; "
          "width = ⌊(112 + 2·3 − 1·(7 − 1) − 1) / 2⌋ + 1 = 56");
}

TEST_CASE("a pooling's stride is its kernel unless it is given", "[size_command]") {
    SizeOptions options;
    options.operation = "max-pool";
    options.input = "9";
    options.kernel = "3";
    CHECK(documentOf(options)["output"] == json({3, 3}));
    options.stride = "2";
    CHECK(documentOf(options)["output"] == json({4, 4}));
    options.stride = "";
    options.kernel = "?";
    options.output = "4";
    CHECK(documentOf(options)["solutions"] == json::parse(R"([{"kernel":[2,2]}])"));
}

TEST_CASE("what is marked is solved for", "[size_command]") {
    SizeOptions options = lecture();
    options.output = "4";
    options.outputPadding = "?";
    CHECK(documentOf(options)["solutions"] == json::parse(R"([{"output_padding":[1,1]}])"));
    CHECK(sizeCommand(options).find("output_padding 1\n") == 0);

    options.outputPadding = "1";
    options.stride = "?";
    CHECK(documentOf(options)["solutions"] == json::parse(R"([{"stride":[2,2]}])"));
}

TEST_CASE("with an output and nothing marked, the input is solved for", "[size_command]") {
    SizeOptions options = lecture();
    options.operation = "conv";
    options.input = "";
    options.output = "2";
    CHECK(documentOf(options)["solutions"] ==
          json::parse(R"([{"input":[3,3]},{"input":[3,4]},{"input":[4,3]},{"input":[4,4]}])"));
}

TEST_CASE("several unknowns and one axis alone can be marked", "[size_command]") {
    SizeOptions options = lecture();
    options.output = "4,3";
    options.stride = "2,?";
    options.outputPadding = "?";
    const json document = documentOf(options);
    for (const json& solution : document["solutions"]) {
        CHECK(solution["stride"][0] == 2);
        CHECK(solution["output_padding"][0] == 1);
        const int stride = solution["stride"][1], outputPadding = solution["output_padding"][1];
        CHECK((2 - 1) * stride - 2 + 2 + outputPadding + 1 == 3);
    }
    CHECK(documentOf(options)["solutions"].size() == 1);
}

TEST_CASE("no solution is an answer, not an error", "[size_command]") {
    SizeOptions options = lecture();
    options.output = "9";
    options.outputPadding = "?";
    CHECK(documentOf(options)["solutions"] == json::array());
    CHECK(sizeCommand(options).find("no solution") == 0);
}

TEST_CASE("an output marked and nothing else is the forward question", "[size_command]") {
    SizeOptions options = lecture();
    options.output = "?";
    CHECK(documentOf(options)["output"] == json({3, 3}));
}

TEST_CASE("size says what is unknown, missing, unreadable or illegal", "[size_command]") {
    SizeOptions options = lecture();
    options.operation = "conv-transposed";
    CHECK(failure(options).kind() == Kind::Usage);
    CHECK(failure(options).cure() == "did you mean conv-transpose?");

    options = lecture();
    options.kernel = "";
    CHECK(failure(options).problem() == "--kernel is needed");
    CHECK(failure(options).kind() == Kind::Usage);

    options = lecture();
    options.stride = "?";
    CHECK(failure(options).kind() == Kind::Usage);

    options = lecture();
    options.stride = "2x";
    CHECK(failure(options).kind() == Kind::Usage);
    CHECK(failure(options).where() == "--stride");

    options = lecture();
    options.stride = "0";
    CHECK(failure(options).kind() == Kind::BadInput);

    options = lecture();
    options.outputPadding = "0,2";
    CHECK(failure(options).kind() == Kind::BadInput);
    CHECK(failure(options).where() == "width");

    options = lecture();
    options.output = "4,?";
    CHECK(failure(options).kind() == Kind::Usage);
    options.output = "0";
    CHECK(failure(options).kind() == Kind::BadInput);
}

TEST_CASE("a search without end is refused", "[size_command]") {
    SizeOptions options = lecture();
    options.kernel = options.stride = options.dilation = "2000000000";
    options.padding = options.outputPadding = "?";
    options.output = "3";
    CHECK(failure(options).kind() == Kind::BadInput);
}
