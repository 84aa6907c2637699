#pragma once

namespace seglab::app {

/// The whole program: parses the command line, runs the command, prints, and turns errors into exit codes.
int run(int argc, char** argv);

}  // namespace seglab::app
