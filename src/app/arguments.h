#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "app/commands.h"
#include "core/matrix.h"
#include "figure/figure.h"
#include "lab/state.h"

namespace seglab::app {

/// The words of one command: CLI11 with GNU habits. Values are kept as text and read by the functions below, which tell
/// unreadable syntax (Usage) from illegal values (BadInput).
class Arguments {
public:
    /// "render", "LAB --out FILE", "Writes a picture."
    Arguments(const Invocation& invocation, const std::string& command, const std::string& usage,
              const std::string& purpose);

    void positional(const std::string& name, std::string& value, const std::string& help);
    void flag(const std::string& name, bool& value, const std::string& help);
    void option(const std::string& name, std::string& value, const std::string& help);
    /// May be given again and again.
    void list(const std::string& name, std::vector<std::string>& values, const std::string& help);

    /// False when the help was asked for and printed. Throws Usage: an unknown option (with the nearest), a word too
    /// many, a value that is missing.
    bool parse();

    /// Every option that was given with its value, in order: for those whose order among each other counts.
    std::vector<std::pair<std::string, std::string>> inOrder() const;

private:
    void refuseExtras() const;
    std::string help() const;

    const Invocation& invocation_;
    std::string command_;
    CLI::App parser_;
};

/// LAB --state --set --image --step: what most commands begin with.
class SceneArguments {
public:
    /// `withStep` for the commands that show one step.
    SceneArguments(Arguments& arguments, const Invocation& invocation, bool withStep);

    /// Throws Usage when no lab is named. "-" as the state reads it from standard input.
    lab::StateRequest request() const;
    /// Whether nothing but (perhaps) a lab was named.
    bool bare() const;

private:
    Arguments& arguments_;
    std::string onlyLab_;
    std::string lab_, state_, step_;
    std::vector<std::string> settings_, images_;
};

struct PixelSize {
    int width = 0, height = 0;
};

// Each throws Usage for what cannot be read and BadInput for what is out of range, naming the option.
PixelSize parseSize(const std::string& option, const std::string& text);        ///< "1280x800", 64 to 16384 a side
core::Pair parseImageSize(const std::string& option, const std::string& text);  ///< of a network's input, "HxW"
float parseScale(const std::string& option, const std::string& text);           ///< 0.75 to 3
figure::Theme parseTheme(const std::string& option, const std::string& text);
int parseCount(const std::string& option, const std::string& text, int low, int high);

}  // namespace seglab::app
