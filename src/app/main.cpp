#include "app/command_line.h"

#ifndef SEGLAB_ONLY_LAB
#define SEGLAB_ONLY_LAB ""
#endif

int main(int argc, char** argv) {
    return seglab::app::run(argc, argv, SEGLAB_ONLY_LAB);
}
