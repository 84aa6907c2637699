#include <catch2/catch.hpp>

#include "architecture/source_tree.h"

using namespace seglab::architecture;

namespace {

using Rule = std::vector<std::string> (*)(const Source&);

std::vector<std::string> broken(Rule rule, const std::string& below = {}) {
    std::vector<std::string> all;
    for (const Source& source : sources(SEGLAB_SOURCE_DIR)) {
        if (source.path.compare(0, below.size(), below) != 0) continue;
        for (const std::string& problem : rule(source)) all.push_back(problem);
    }
    return all;
}

}  // namespace

TEST_CASE("an include only points down the floors", "[architecture]") {
    CHECK(broken(risingIncludes) == std::vector<std::string>{});
    CHECK(risingIncludes({"src/core/a.cpp", {"#include \"figure/text.h\""}}).size() == 1);
    CHECK(risingIncludes({"src/render/a.cpp", {"#include \"lab/lab.h\""}}).size() == 1);
    CHECK(risingIncludes({"labs/06_a.cpp", {"#include \"ui/theme.h\"", "#include \"core/sizes.h\""}}).size() == 1);
}

TEST_CASE("display libraries and what is too new stay above the line", "[architecture]") {
    CHECK(broken(forbiddenIncludes) == std::vector<std::string>{});
    CHECK(forbiddenIncludes({"src/figure/a.cpp", {"#include <imgui.h>"}}).size() == 1);
    CHECK(forbiddenIncludes({"src/lab/a.h", {"#include <ranges>", "#include <vector>"}}).size() == 1);
    CHECK(forbiddenIncludes({"src/ui/a.cpp", {"#include <imgui.h>"}}).empty());
}

TEST_CASE("files and functions stay short", "[architecture]") {
    CHECK(broken(longFiles) == std::vector<std::string>{});
    CHECK(broken(longFunctions, "src/") == std::vector<std::string>{});
    CHECK(broken(longFunctions, "labs/") == std::vector<std::string>{});
    CHECK(longFiles({"src/core/a.cpp", std::vector<std::string>(401)}).size() == 1);

    std::vector<std::string> lines = {"namespace a {", "void f() {"};
    lines.insert(lines.end(), 70, "    if (x) { y(\"}\"); }");
    lines.insert(lines.end(), {"}", "void g() { h(); }", "}"});
    CHECK(longFunctions({"src/core/a.cpp", lines}).size() == 1);
    lines[1] = "core::ParameterList parameters() {";
    CHECK(longFunctions({"labs/06_a.cpp", lines}).empty());
}

TEST_CASE("nothing knows a path of somebody's machine", "[architecture]") {
    CHECK(broken(machinePaths, "src/") == std::vector<std::string>{});
    CHECK(broken(machinePaths, "labs/") == std::vector<std::string>{});
    CHECK(machinePaths({"src/core/a.cpp", {std::string("open(\"/ho") + "me/somebody/x\");"}}).size() == 1);
}
