#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "lab/state.h"

using namespace seglab;
using namespace seglab::lab;

namespace {

struct Quote {
    std::string page, text;
};

bool endsCode(char c) {
    return std::isspace(static_cast<unsigned char>(c)) || c == '`' || c == '\'' || c == '"';
}

/// The words of a page that begin with a lab's name and a question mark.
void addStates(const std::filesystem::path& page, std::vector<Quote>& states) {
    std::ifstream file(page);
    std::ostringstream stream;
    stream << file.rdbuf();
    const std::string text = stream.str();
    for (const Lab& lab : labs())
        for (const std::string& name : {lab.slug, lab.stem})
            for (std::size_t at = 0; (at = text.find(name + "?", at)) != std::string::npos; ++at) {
                std::size_t end = at;
                while (end < text.size() && !endsCode(text[end])) ++end;
                states.push_back({page.string(), text.substr(at, end - at)});
            }
}

std::vector<Quote> statesIn(const std::string& folder) {
    std::vector<Quote> states;
    const std::filesystem::path root = std::filesystem::path(SEGLAB_SOURCE_DIR) / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
        if (entry.path().extension() == ".md") addStates(entry.path(), states);
    return states;
}

}  // namespace

TEST_CASE("every state in the documents opens", "[documents]") {
    std::vector<Quote> states = statesIn("docs");
    addStates(std::filesystem::path(SEGLAB_SOURCE_DIR) / "README.md", states);
    for (const Quote& state : states) {
        CAPTURE(state.page, state.text);
        CHECK_NOTHROW(openScene({.state = state.text}));
    }
}

TEST_CASE("the lecture's pages on transposed convolution have a state each", "[documents]") {
    std::vector<Quote> states;
    addStates(std::filesystem::path(SEGLAB_SOURCE_DIR) / "docs/lecture.md", states);
    CHECK(states.size() >= 6);  // pages 16 to 21
}
