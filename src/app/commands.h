#pragma once

#include <string>
#include <vector>

// One function per command of the command-line contract. Each parses its own words, prints, and throws seglab::Error.
namespace seglab::app {

/// What a command is called with.
struct Invocation {
    std::string program;             ///< "seglab", as it was typed, without folders
    std::string onlyLab;             ///< the lab that need not be named; empty in `seglab` itself
    std::vector<std::string> words;  ///< behind the command's name
};

/// Returns the exit code.
using CommandFunction = int (*)(const Invocation&);

int windowCommand(const Invocation& invocation);  ///< seglab [LAB]
int listLabs(const Invocation& invocation);
int showParameters(const Invocation& invocation);
int describe(const Invocation& invocation);
int trace(const Invocation& invocation);
int render(const Invocation& invocation);
int driveCommand(const Invocation& invocation);
int size(const Invocation& invocation);
int op(const Invocation& invocation);
int nets(const Invocation& invocation);
int train(const Invocation& invocation);
int predict(const Invocation& invocation);
int evaluate(const Invocation& invocation);
int bench(const Invocation& invocation);
int benchWindowCommand(const Invocation& invocation);  ///< bench window

}  // namespace seglab::app
