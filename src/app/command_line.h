#pragma once

namespace seglab::app {

/// The whole program: parses the command line, runs the command, prints, and turns errors into exit codes. `onlyLab`
/// is the slug of a binary that has one lab, whose name may then be left out; else empty.
int run(int argc, char** argv, const char* onlyLab = "");

}  // namespace seglab::app
