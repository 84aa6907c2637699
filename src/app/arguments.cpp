#include "app/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "app/output.h"
#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "core/unknown_name.h"

namespace seglab::app {

namespace {

std::string callOf(const Invocation& invocation, const std::string& command) {
    return command.empty() ? invocation.program : invocation.program + " " + command;
}

std::vector<std::string> optionNames(const CLI::App& parser) {
    std::vector<std::string> names;
    for (const CLI::Option* option : parser.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

bool digits(const std::string& text) {
    return !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos;
}

/// A state on standard input ends with its line.
std::string stateFromInput() {
    constexpr std::uint64_t kLineEnd = 2;
    std::string text = core::readFile("-", core::limits::kStateBytes + kLineEnd);
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

/// CLI11's help below a usage line of our own; options without the names of their types.
class Help : public CLI::Formatter {
public:
    explicit Help(std::string usage) : usage_(std::move(usage)) { column_width(kColumn); }
    std::string make_usage(const CLI::App* parser, std::string) const override {
        return usage_ + "\n\n" + parser->get_description() + "\n";
    }
    std::string make_description(const CLI::App*) const override { return {}; }
    std::string make_option_opts(const CLI::Option*) const override { return {}; }

private:
    static constexpr std::size_t kColumn = 22;
    std::string usage_;
};

}  // namespace

Arguments::Arguments(const Invocation& invocation, const std::string& command, const std::string& usage,
                     const std::string& purpose)
    : invocation_(invocation), command_(command), parser_(purpose) {
    parser_.formatter(std::make_shared<Help>("Usage: " + callOf(invocation, command) + " " + usage));
    parser_.allow_extras();
    parser_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    parser_.set_help_flag("-h,--help", "Print this help");
}

void Arguments::positional(const std::string& name, std::string& value, const std::string& help) {
    parser_.add_option(name, value, help);
}

void Arguments::flag(const std::string& name, bool& value, const std::string& help) {
    parser_.add_flag(name, value, help);
}

void Arguments::option(const std::string& name, std::string& value, const std::string& help) {
    parser_.add_option(name, value, help);
}

void Arguments::list(const std::string& name, std::vector<std::string>& values, const std::string& help) {
    parser_.add_option(name, values, help)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

bool Arguments::parse() {
    try {
        parser_.parse(std::vector<std::string>(invocation_.words.rbegin(), invocation_.words.rend()));
    } catch (const CLI::CallForHelp&) {
        print(parser_.help());
        return false;
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string text = error.what();  // "--state: 1 required TEXT missing"
        throw Error(Kind::Usage, "a value is missing", help(), text.substr(0, text.find(':')));
    } catch (const CLI::ParseError& error) {
        throw Error(Kind::Usage, error.what(), help());
    }
    refuseExtras();
    return true;
}

void Arguments::refuseExtras() const {
    bool mayBeOption = true;
    for (const std::string& word : parser_.remaining()) {
        if (word == "--") {
            mayBeOption = false;
            continue;
        }
        if (mayBeOption && word.size() > 1 && word[0] == '-')
            throw core::unknownName("option", word.substr(0, word.find('=')), optionNames(parser_));
        throw Error(Kind::Usage, "\"" + word + "\" is one word too many", help());
    }
}

std::string Arguments::help() const {
    return "`" + callOf(invocation_, command_) + " --help` tells more";
}

std::vector<std::pair<std::string, std::string>> Arguments::inOrder() const {
    std::vector<std::pair<std::string, std::string>> given;
    std::map<const CLI::Option*, std::size_t> used;
    for (const CLI::Option* option : parser_.parse_order()) {
        const std::vector<std::string>& results = option->results();
        const std::size_t next = used[option]++;
        if (next < results.size()) given.emplace_back(option->get_name(), results[next]);
    }
    return given;
}

SceneArguments::SceneArguments(Arguments& arguments, const Invocation& invocation, bool withStep)
    : arguments_(arguments), onlyLab_(invocation.onlyLab) {
    arguments.positional("LAB", lab_, "A lab's name, as in `seglab list`");
    arguments.option("--state", state_, "A state string, LAB?name=value&…; - reads it from standard input");
    arguments.list("--set", settings_, "name=value, after the state; may be given again and again");
    arguments.list("--image", images_, "The same as --set image=FILE");
    if (withStep) arguments.option("--step", step_, "A number from 0, first or last");
}

lab::StateRequest SceneArguments::request() const {
    lab::StateRequest request;
    request.state = state_ == "-" ? stateFromInput() : state_;
    request.step = step_;
    for (const auto& [name, value] : arguments_.inOrder()) {
        if (name == "--set") request.settings.push_back(value);
        if (name == "--image") request.settings.push_back("image=" + value);
    }
    const bool stateNamesLab = !request.state.empty() && request.state[0] != '?';
    request.lab = lab_.empty() && !stateNamesLab ? onlyLab_ : lab_;
    return request;
}

bool SceneArguments::bare() const {
    return arguments_.inOrder().empty() && state_.empty();
}

PixelSize parseSize(const std::string& option, const std::string& text) {
    constexpr int kSmallest = 64;
    const std::size_t cross = text.find('x');
    const std::string width = text.substr(0, cross);
    const std::string height = cross == std::string::npos ? "" : text.substr(cross + 1);
    if (!digits(width) || !digits(height))
        throw Error(Kind::Usage, fmt::format("\"{}\" is no size", text), "width x height in pixels, like 1280x800",
                    option);
    const PixelSize size{std::atoi(width.c_str()), std::atoi(height.c_str())};
    const auto [low, high] = std::minmax(size.width, size.height);
    if (low < kSmallest || high > core::limits::kPictureSide ||
        std::int64_t(size.width) * size.height > core::limits::kPicturePixels)
        throw Error(Kind::BadInput, fmt::format("{} is out of range", text),
                    fmt::format("{} to {} pixels a side, at most {} megapixels", kSmallest, core::limits::kPictureSide,
                                core::limits::kPicturePixels / 1'000'000),
                    option);
    return size;
}

core::Pair parseImageSize(const std::string& option, const std::string& text) {
    const std::size_t cross = text.find('x');
    const std::string height = text.substr(0, cross), width = cross == std::string::npos ? "" : text.substr(cross + 1);
    if (!digits(width) || !digits(height))
        throw Error(Kind::Usage, fmt::format("\"{}\" is no size", text), "height x width in pixels, like 128x128",
                    option);
    const core::Pair size{std::atoi(height.c_str()), std::atoi(width.c_str())};
    const auto [low, high] = std::minmax(size.width, size.height);
    if (low < 1 || high > core::limits::kPictureSide ||
        std::int64_t(size.width) * size.height > core::limits::kPicturePixels)
        throw Error(Kind::BadInput, fmt::format("{} is out of range", text),
                    fmt::format("1 to {} pixels a side, at most {} megapixels", core::limits::kPictureSide,
                                core::limits::kPicturePixels / 1'000'000),
                    option);
    return size;
}

float parseScale(const std::string& option, const std::string& text) {
    char* end = nullptr;
    const float scale = std::strtof(text.c_str(), &end);
    if (text.empty() || *end != '\0' || std::isnan(scale))
        throw Error(Kind::Usage, fmt::format("\"{}\" is no number", text), "0.75 to 3", option);
    if (scale < 0.75f || scale > 3) throw Error(Kind::BadInput, text + " is out of range", "0.75 to 3", option);
    return scale;
}

figure::Theme parseTheme(const std::string& option, const std::string& text) {
    if (text == "paper") return figure::Theme::Paper;
    if (text == "board") return figure::Theme::Board;
    throw Error(Kind::BadInput, fmt::format("there is no theme \"{}\"", text), "paper or board", option);
}

int parseCount(const std::string& option, const std::string& text, int low, int high) {
    if (!digits(text))
        throw Error(Kind::Usage, fmt::format("\"{}\" is no whole number", text), fmt::format("{} to {}", low, high),
                    option);
    const int count = std::atoi(text.c_str());
    if (count < low || count > high)
        throw Error(Kind::BadInput, text + " is out of range", fmt::format("{} to {}", low, high), option);
    return count;
}

}  // namespace seglab::app
