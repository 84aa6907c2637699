#include "app/command_line.h"

#include <fmt/format.h>

#include <new>

#include "app/commands.h"
#include "app/output.h"
#include "core/error.h"
#include "core/unknown_name.h"
#include "lab/lab.h"

namespace seglab::app {

namespace {

struct Command {
    const char* name;
    const char* summary;
    CommandFunction run;
};

constexpr Command kCommands[] = {
    {"list", "the labs", listLabs},
    {"params", "a lab's parameters, with the ranges that hold", showParameters},
    {"describe", "a step in words and numbers", describe},
    {"trace", "every step: its caption and what changed", trace},
    {"render", "a picture: .png, .svg, or .gif of all steps", render},
    {"drive", "run a script against the window", driveCommand},
    {"size", "the size of an output, and the way back", size},
    {"op", "one operator on NumPy arrays", op},
    {"nets", "the networks and what they cost", nets},
    {"train", "train a network on a folder of pictures, or on scenes", train},
    {"predict", "the class of every pixel of a picture", predict},
    {"evaluate", "how well masks agree with the truth", evaluate},
    {"bench", "measure the network engine or the window", bench},
};

std::string helpText(const std::string& program) {
    std::string text = fmt::format("SegLab {}: a teaching lab for image segmentation\n\n", SEGLAB_VERSION);
    const auto line = [&](const char* name, const char* summary) {
        text += fmt::format("  {} {:<9} {}\n", program, name, summary);
    };
    line("[LAB]", "the launcher, or one lab, in a window");
    for (const Command& command : kCommands) line(command.name, command.summary);
    return text +
           fmt::format("\nLAB is a name from `{0} list`. `{0} COMMAND --help` shows a command's options.\n", program);
}

bool isLab(const std::string& name) {
    for (const lab::Lab& lab : lab::labs())
        if (lab.slug == name || lab.stem == name) return true;
    return false;
}

[[noreturn]] void unknownCommand(const std::string& word) {
    std::vector<std::string> known;
    for (const Command& command : kCommands) known.push_back(command.name);
    for (const lab::Lab& lab : lab::labs()) known.push_back(lab.slug);
    throw core::unknownName("command or lab", word, known);
}

int dispatch(Invocation invocation) {
    const std::string first = invocation.words.empty() ? "" : invocation.words.front();
    if (first == "--help" || first == "-h") {
        print(helpText(invocation.program));
        return 0;
    }
    if (first == "--version") {
        print(fmt::format("seglab {}\n", SEGLAB_VERSION));
        return 0;
    }
    for (const Command& command : kCommands) {
        if (first != command.name) continue;
        invocation.words.erase(invocation.words.begin());
        return command.run(invocation);
    }
    if (!invocation.words.empty() && first[0] != '-' && !isLab(first)) unknownCommand(first);
    return windowCommand(invocation);
}

int report(const std::string& program, const std::string& message, Kind kind) {
    const std::string text = errorText(program, message);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return int(kind);
}

}  // namespace

int run(int argc, char** argv, const char* onlyLab) {
    const std::string path = argc > 0 ? argv[0] : "seglab";
    Invocation invocation{path.substr(path.find_last_of('/') + 1), onlyLab, {}};
    for (int i = 1; i < argc; ++i) invocation.words.push_back(argv[i]);
    exitOnInterrupt();
    try {
        return dispatch(invocation);
    } catch (const Error& error) {
        return report(invocation.program, error.what(), error.kind());
    } catch (const std::bad_alloc&) {
        return report(invocation.program, "not enough memory\n  choose smaller sizes", Kind::BadInput);
    } catch (const std::exception& error) {
        return report(invocation.program, fmt::format("unexpected: {}\n  please report this", error.what()),
                      Kind::BadInput);
    }
}

}  // namespace seglab::app
