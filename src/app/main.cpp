#include "app/command_line.h"

int main(int argc, char** argv) { return seglab::app::run(argc, argv); }
