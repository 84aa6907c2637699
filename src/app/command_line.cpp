#include "app/command_line.h"

namespace seglab::app {

int run(int, char**) { return 0; }

}  // namespace seglab::app
