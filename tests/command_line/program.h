#pragma once

#include <string>
#include <vector>

namespace seglab::test {

/// What a run of a program left.
struct Run {
    int exitCode = -1;  ///< 128 + signal for a program that was killed
    std::string output, errors;
};

struct Call {
    std::vector<std::string> words;
    std::string input = {};                     ///< on standard input
    std::string outputDevice = {};              ///< standard output goes there instead of being kept
    std::string program = {};                   ///< the example program where empty
    std::vector<std::string> environment = {};  ///< "NAME=value", beside a bare PATH: there is never a DISPLAY
};

Run run(const Call& call);

/// The example program with these words.
Run run(std::vector<std::string> words);

/// Starts it, sends SIGINT once it runs, and waits for its end.
Run interrupted(const Call& call);

}  // namespace seglab::test
