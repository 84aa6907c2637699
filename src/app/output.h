#pragma once

#include <string>
#include <string_view>

namespace seglab::app {

/// To standard output. Throws Error(File) where it cannot be written: a full device, a closed pipe.
void print(std::string_view text);

/// core::writeFile, with interruptions (Ctrl+C) put off until a regular file stands whole in its place.
void writeOutput(const std::string& path, std::string_view bytes);

/// One error as it stands on standard error: at most two lines of readable length, no control characters.
std::string errorText(const std::string& program, const std::string& message);

/// Ctrl+C ends the program with exit code 130.
void exitOnInterrupt();

/// While it lives, Ctrl+C only asks to stop; a program that does not answer ends with the third.
class StopOnInterrupt {
public:
    StopOnInterrupt();
    ~StopOnInterrupt();
    StopOnInterrupt(const StopOnInterrupt&) = delete;
    StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;

    static bool asked();
};

}  // namespace seglab::app
